import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What an SMSC was given, over all its lives. */
export interface Seen {
  /** The numbers of its submits, each as often as it came. */
  submits: string[];
  /** Those that it reported as delivered. */
  receipts: Set<string>;
  /** The most sessions that it had at once. */
  sessions: number;
}

/** An SMSC that can be killed, and remembers what it was given. */
export interface KillableSmsc {
  port: number;
  /** SIGKILL, and another one on the same port. */
  killAndRestart(): Promise<void>;
  seen(): Seen;
  stop(): Promise<void>;
}

export async function startKillableSmsc(folder: string, name: string): Promise<KillableSmsc> {
  const file = join(folder, `${name}.log`);
  let child: ChildProcess;
  const start = async (port: number): Promise<number> => {
    child = fork(join(import.meta.dirname, "test-smsc-process.ts"), [String(port), file], { execArgv: [] });
    const [message] = await once(child, "message");
    return (message as { port: number }).port;
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  const port = await start(0);
  return {
    port,
    async killAndRestart() {
      await kill();
      await start(port);
    },
    seen() {
      const lines = readFileSync(file, "utf8").split("\n");
      const of = (word: string) =>
        lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
      return {
        submits: of("submit"),
        receipts: new Set(of("receipt")),
        sessions: Math.max(0, ...of("bind").map(Number)),
      };
    },
    stop: kill,
  };
}
