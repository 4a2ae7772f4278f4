import { randomBytes } from "node:crypto";
import type { TestAccount } from "./account.ts";
import { type Answer, send } from "./api.ts";

/** A code that is found nowhere else: 20 characters. */
export const rareCode = (): string => randomBytes(15).toString("base64url");

export interface Load {
  answers: Answer[];
  /** Requests whose connection broke or was refused: nobody knows what became of them. */
  broken: number;
  /** Lets the requests under way end, and no further ones begin. */
  stop(): Promise<void>;
}

/**
 * Sends over several connections, one request after the other on each, until it is stopped. At most 20,000. Half of
 * the requests carry an idempotency key, which takes the way of a transaction.
 */
export function startLoad(gateway: { url: string }, account: TestAccount, connections = 8): Load {
  let running = true;
  const load: Load = { answers: [], broken: 0, stop };
  const work = async (_: unknown, worker: number) => {
    while (running && load.answers.length + load.broken < 20_000) {
      const key: Record<string, string> = worker % 2 === 0 ? {} : { "idempotency-key": rareCode() };
      try {
        load.answers.push(await send(gateway, account, { code: rareCode() }, key));
      } catch {
        load.broken++;
        // A refused connection fails at once: leave the processor to whoever is starting.
        await new Promise(setImmediate);
      }
    }
  };
  const workers = Array.from({ length: connections }, work);
  return load;

  async function stop() {
    running = false;
    await Promise.all(workers);
  }
}

/** How many answers had this status. */
export const count = (load: Load, status: number): number =>
  load.answers.filter((answer) => answer.status === status).length;
