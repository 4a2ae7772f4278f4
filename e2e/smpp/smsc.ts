import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "#e2e/free-port.ts";
import { type Seen, seenIn } from "./smsc-log.ts";

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
  const port = await start(await freePort());
  return {
    port,
    async killAndRestart() {
      await kill();
      await start(port);
    },
    seen: () => seenIn(readFileSync(file, "utf8")),
    stop: kill,
  };
}
