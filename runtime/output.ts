import pino from "pino";
import { shared } from "./shared.ts";
import { within } from "./within.ts";

/** What waits for a slow reader, or for room on the disk. Beyond it lines are dropped, and the process goes on. */
const WAITING_BYTES = 4 * 2 ** 20;
/** How long the end of the process waits for its last lines to be taken. */
const FLUSH_TIMEOUT_MS = 2_000;

type Destination = ReturnType<typeof pino.destination>;

/**
 * The process's standard output or standard error, for everything that it writes there. A line that cannot be written
 * (a full disk, a reader that went away or stopped reading) is lost, and nothing else: it neither throws nor blocks.
 * What the disk had no room for is tried again with the next line.
 */
export function output(fd: 1 | 2): Destination {
  return shared(`output.${fd}`, () => {
    // Node makes a pipe or a socket non-blocking when it first looks at it. Otherwise a reader that has stopped reading
    // would hold a thread for ever, and with it the end of the process.
    void (fd === 1 ? process.stdout : process.stderr).writable;
    return outputTo(fd);
  });
}

function outputTo(fd: number): Destination {
  let leaving = false;
  let failing = false;
  // Buffered, because a line a request is a system call a request; flushed every second and at exit.
  const stream = pino.destination({
    dest: fd,
    sync: false,
    minLength: 4096,
    maxLength: WAITING_BYTES,
    periodicFlush: 1000,
    // Of a pipe that is full: tried again later, but not when the process is about to end.
    retryEAGAIN: () => !leaving,
  });
  stream.on("error", () => {
    failing = true;
  });
  stream.on("write", () => {
    failing = false;
  });
  // Called at exit by pino, where nothing may throw any more.
  const flushSync = stream.flushSync.bind(stream);
  stream.flushSync = () => {
    leaving = true;
    if (failing) return;
    try {
      flushSync();
    } catch {
      // Nobody is left to be told.
    }
  };
  return stream;
}

/** Writes a line at once. */
export function print(fd: 1 | 2, line: string): void {
  const stream = output(fd);
  stream.write(`${line}\n`);
  stream.flush(() => {});
}

/** To be called before the process ends: waits until everything is written, but for no reader that has stopped reading. */
export async function finishOutput(): Promise<void> {
  await Promise.all(
    [output(1), output(2)].map(async (stream) => {
      const flushed = new Promise<string>((resolve) => stream.flush(() => resolve("flushed")));
      if ((await within(FLUSH_TIMEOUT_MS, flushed)) === undefined) stream.flushSync = () => {};
    }),
  );
}
