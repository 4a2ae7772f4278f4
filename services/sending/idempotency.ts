import { setTimeout as sleep } from "node:timers/promises";
import { render } from "#core/template/template.ts";
import type { KeyedReservation, Reservation } from "#db/ledger/reserve.ts";
import { findKey } from "#db/queries/messages/idempotency-keys.ts";
import { TurnedAway } from "#runtime/coalesce/turned-away.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { hmac } from "#runtime/keys.ts";
import { shared } from "#runtime/shared.ts";
import { longestDeliveryMs } from "./provider-chain.ts";
import type { SendInput, SentMessage } from "./sent-message.ts";

export type Replay =
  | { kind: "other_body" }
  | { kind: "replay"; message: SentMessage; remaining: number | null };

/**
 * HMAC of the request's content after parsing, so that differences in spelling and spacing do not matter. Only this is
 * stored.
 */
function bodyHash(input: SendInput): Buffer {
  return hmac("body-hash", JSON.stringify([input.number, input.templateId, input.code, input.language]));
}

/** A reservation that claims its key in the transaction that charges it. */
export function keyedReservation(reservation: Reservation, key: string, input: SendInput): KeyedReservation {
  return { ...reservation, key, bodyHash: bodyHash(input) };
}

/** Added to the providers' own time-outs: the time in which an outcome is stored, unless the database hangs. */
const MARGIN_MS = 6_000;

/**
 * The message that an earlier request with this key created, in its current state, with code and text from this
 * request. Waits while that request is in progress, in any process.
 * @returns null if the key has become free.
 */
export async function replayOf(accountId: number, key: string, input: SendInput): Promise<Replay | null> {
  let deadline: number | undefined;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    const found = await withSendPool((sql) => findKey(sql, accountId, key));
    if (!found) return null;
    if (!found.bodyHash.equals(bodyHash(input))) return { kind: "other_body" };
    deadline ??= Date.now() + (await longestDeliveryMs()) + MARGIN_MS;
    if (found.status === "pending" && Date.now() < deadline) {
      await sleep(wait);
      continue;
    }
    const body = (input.language === 0 ? found.arabic : found.english) ?? "";
    return {
      kind: "replay",
      remaining: found.remaining,
      message: {
        id: found.messageId,
        number: found.number,
        templateId: found.templateId,
        templateName: found.templateName,
        code: input.code,
        text: render(body, input.code),
        status: found.status === "pending" ? "unknown" : found.status,
        closedLater: found.closedLater,
        response: found.response ?? "",
        createdAt: found.createdAt,
      },
    };
  }
}

const TURN_LIMIT_MS = 10_000;

/**
 * Sends unless the key is taken; the caller waits for the request that took it. Requests of one process with the same
 * key run one after the other, so that the second finds the message of the first.
 * @returns null if the key is taken.
 * @throws {TurnedAway} if earlier ones kept failing for so long that no client waits any more.
 */
export async function sameKeyInTurn<T>(
  accountId: number,
  key: string,
  send: () => Promise<T | null>,
): Promise<T | null> {
  const turns = shared("idempotency-turns", () => new Map<string, Promise<unknown>>());
  const turn = `${accountId} ${key}`;
  const came = performance.now();
  const act = async () => {
    if (await withSendPool((sql) => findKey(sql, accountId, key))) return null;
    if (performance.now() - came > TURN_LIMIT_MS) throw new TurnedAway("its turn came too late");
    return send();
  };
  const mine = (turns.get(turn) ?? Promise.resolve()).then(act, act);
  turns.set(turn, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(turn) === mine) turns.delete(turn);
  }
}
