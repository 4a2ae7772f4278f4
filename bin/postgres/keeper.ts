import { setTimeout as pause } from "node:timers/promises";
import { StartError } from "#bin/process/start-error.ts";
import { type Embedded, type StartOptions, type Stopped, startEmbedded, stopEmbedded } from "./postgres.ts";

export interface Kept extends Pick<Embedded, "url" | "adopted"> {
  leave(): Promise<Stopped>;
  /** Rejects if the database was lost and cannot be restarted at the same address. */
  failed: Promise<never>;
}

const TRIES = 10;

/**
 * Starts the embedded PostgreSQL and restarts it if it dies while the gateway runs (killed by the out-of-memory killer
 * or by mistake), at the same address, so that pools reconnect by themselves.
 */
export async function keepEmbedded(dataDir: string, options: StartOptions): Promise<Kept> {
  const failed = Promise.withResolvers<never>();
  const leaving = new AbortController();
  const first = await startEmbedded(dataDir, options);
  let present: Promise<Embedded> = Promise.resolve(first);

  const watch = async () => {
    for (;;) {
      await (await present).lost;
      if (leaving.signal.aborted) return;
      present = bringBack();
    }
  };

  const bringBack = async (): Promise<Embedded> => {
    for (let tries = 1; ; tries++) {
      try {
        options.onProgress?.("PostgreSQL is gone; starting it again");
        const next = await startEmbedded(dataDir, {
          ...options,
          password: first.password,
          signal: leaving.signal,
        });
        if (next.url === first.url) return next;
        await next.leave();
        throw new StartError("PostgreSQL died and its port was taken by another program: start again");
      } catch (error) {
        if (leaving.signal.aborted || error instanceof StartError || tries === TRIES) throw error;
        await pause(500, undefined, { signal: leaving.signal });
      }
    }
  };

  watch().catch((error) => {
    if (!leaving.signal.aborted) failed.reject(error);
  });
  return {
    url: first.url,
    adopted: first.adopted,
    failed: failed.promise,
    leave: async () => {
      leaving.abort();
      // A server that is just being restarted is also stopped cleanly.
      const last = await present.catch(() => undefined);
      return last ? last.leave() : stopEmbedded(dataDir);
    },
  };
}
