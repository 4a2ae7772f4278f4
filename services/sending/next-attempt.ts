import { setTimeout as sleep } from "node:timers/promises";
import { batches } from "#db/batches.ts";
import type { AttemptRef, EndedAttempt } from "#db/ledger/attempts.ts";
import type { Delivery } from "#providers/provider.ts";
import { isUnavailable } from "#runtime/database/errors.ts";

/** A message goes on from an attempt that ended to another provider. */
export interface NextStep {
  delivery: Pick<Delivery, "messageId" | "accountId" | "expiresAt">;
  closed: EndedAttempt;
  refs: AttemptRef[];
  providerId: number;
}

/** How long it is tried again where the database is away. */
const OPEN_FOR_MS = 2_000;

/**
 * Writes down that an attempt has ended and the next one begins, before it does.
 * @returns false if it may not, because the message has been given up meanwhile.
 * @throws if the database is away.
 */
export async function openNext({ delivery, closed, refs, providerId }: NextStep): Promise<boolean> {
  const { messageId, accountId, expiresAt } = delivery;
  const deadline = Math.min(performance.now() + OPEN_FOR_MS, expiresAt);
  for (let wait = 20; ; wait *= 2) {
    try {
      return await batches().openAttempt({ messageId, accountId, closed, refs, providerId });
    } catch (error) {
      if (!isUnavailable(error) || performance.now() + wait > deadline) throw error;
      await sleep(wait);
    }
  }
}
