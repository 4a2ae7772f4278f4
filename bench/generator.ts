import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Load, Measured } from "./load.ts";

export interface Generator {
  run(load: Load): Promise<Measured>;
  stop(): void;
}

/** The load generator's process. It exits, and every run fails, at the first answer that is not a 201. */
export function startGenerator(): Generator {
  const child: ChildProcess = fork(join(import.meta.dirname, "load.ts"), { execArgv: [] });
  return {
    run: (load) =>
      new Promise((resolve, reject) => {
        const failed = () => reject(new Error("the load generator stopped; its reason is above"));
        child.once("exit", failed);
        child.once("message", (measured) => {
          child.off("exit", failed);
          resolve(measured as Measured);
        });
        if (!child.connected) failed();
        else child.send(load);
      }),
    stop: () => child.kill(),
  };
}
