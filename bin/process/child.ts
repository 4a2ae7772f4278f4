import { type SpawnOptions, spawn } from "node:child_process";

export interface Ended {
  code: number | null;
  /** The last 64 KiB of both streams, in order of arrival; empty if `show` passed them through. */
  output: string;
}

/**
 * Runs a program to its end, in a process group of its own, so that aborting also ends what it started and a
 * Ctrl-C reaches it only through us. `input` is what it reads on its standard input. Rejects with the signal's reason once an aborted program has ended.
 */
export function run(
  command: string,
  args: string[],
  options: SpawnOptions & { signal?: AbortSignal | undefined; show?: boolean; input?: string } = {},
): Promise<Ended> {
  const { signal, show, input, ...rest } = options;
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    ...rest,
    detached: process.platform !== "win32",
    stdio: [input === undefined ? "ignore" : "pipe", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
  });
  // A program that exits before it has read everything explains that by its exit code.
  child.stdin?.on("error", () => {}).end(input);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-65_536);
    });
  }
  const kill = (how: NodeJS.Signals) => {
    try {
      if (process.platform === "win32") child.kill(how);
      else if (child.pid) process.kill(-child.pid, how);
    } catch {
      // It has exited already.
    }
  };
  let hard: NodeJS.Timeout | undefined;
  const abort = () => {
    kill("SIGTERM");
    hard = setTimeout(kill, 5_000, "SIGKILL");
  };
  signal?.addEventListener("abort", abort);
  return new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code, output });
    });
  }).finally(() => {
    clearTimeout(hard);
    signal?.removeEventListener("abort", abort);
  });
}
