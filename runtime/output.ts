import pino from "pino";
import { shared } from "./shared.ts";
import { within } from "./within.ts";

/** Maximum number of bytes waiting for a slow reader or for disk space. Beyond it lines are dropped. */
const WAITING_BYTES = 4 * 2 ** 20;
/** How long the exit of the process waits for its last lines to be written. */
const FLUSH_TIMEOUT_MS = 2_000;

type Destination = ReturnType<typeof pino.destination>;

/**
 * The process's standard output or standard error, through which all of its output goes. A line that cannot be written
 * (a full disk, a reader that went away or stopped reading) is lost, but writing neither throws nor blocks. Lines that
 * the disk had no room for are retried with the next line.
 */
export function output(fd: 1 | 2): Destination {
  return shared(`output.${fd}`, () => {
    // Node makes a pipe or a socket non-blocking when it first opens a stream on it. Otherwise a reader that has
    // stopped reading would block a thread for ever, and with it the process's exit.
    void (fd === 1 ? process.stdout : process.stderr).writable;
    return outputTo(fd);
  });
}

function outputTo(fd: number): Destination {
  let leaving = false;
  let failing = false;
  // Buffered, because a line per request would be a system call per request; flushed every second and at exit. At full
  // load this is about a hundredth of a second, which a killed process loses.
  const stream = pino.destination({
    dest: fd,
    sync: false,
    minLength: 12_288,
    maxLength: WAITING_BYTES,
    periodicFlush: 1000,
    // A full pipe returns EAGAIN: retried later, except when the process is about to exit.
    retryEAGAIN: () => !leaving,
  });
  // With each write sonic-boom measures all that waits, so the lines of one turn of the event loop are passed on together.
  let lines = "";
  const write = stream.write.bind(stream);
  const passOn = () => {
    const all = lines;
    lines = "";
    if (all !== "") write(all);
  };
  stream.write = (line) => {
    if (lines === "") setImmediate(passOn);
    lines += line;
    return true;
  };
  const flush = stream.flush.bind(stream);
  stream.flush = (done) => {
    passOn();
    flush(done);
  };
  stream.on("error", () => {
    failing = true;
  });
  stream.on("write", () => {
    failing = false;
  });
  // Called by pino at exit, where nothing may throw any more.
  const flushSync = stream.flushSync.bind(stream);
  stream.flushSync = () => {
    leaving = true;
    if (failing) return;
    try {
      passOn();
      flushSync();
    } catch {
      // There is nowhere left to report this error.
    }
  };
  return stream;
}

/** Writes a line immediately. */
export function print(fd: 1 | 2, line: string): void {
  const stream = output(fd);
  stream.write(`${line}\n`);
  stream.flush(() => {});
}

/** Call before the process exits: waits until everything is written, but not for a reader that has stopped reading. */
export async function finishOutput(): Promise<void> {
  await Promise.all(
    [output(1), output(2)].map(async (stream) => {
      const flushed = new Promise<string>((resolve) => stream.flush(() => resolve("flushed")));
      if ((await within(FLUSH_TIMEOUT_MS, flushed)) === undefined) stream.flushSync = () => {};
    }),
  );
}
