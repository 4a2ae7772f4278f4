import { setTimeout as sleep } from "node:timers/promises";
import { type Decided, decide, type SendTemplate } from "#core/message/send-decision.ts";
import type { RoutingQuestion } from "#core/routing/choose.ts";
import { type UnroutableReason, unroutableText } from "#core/routing/fate.ts";
import { batches } from "#db/batches.ts";
import type { Reservation, Reserved } from "#db/ledger/reserve.ts";
import type { Settlement } from "#db/ledger/settle.ts";
import type { AuthorisationSnapshot } from "#db/queries/authorise.ts";
import type { Delivery } from "#providers/provider.ts";
import { isUnavailable } from "#runtime/database/errors.ts";
import { env } from "#runtime/env.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { type Candidates, candidatesFor } from "./candidates.ts";
import { type Delivered, deliver } from "./delivery.ts";
import { keyedReservation, type Replay, replayOf, sameKeyInTurn } from "./idempotency.ts";
import { messageReference, messageReferenceDigits } from "./message-reference.ts";
import { currentRouting, loadedRouting } from "./provider-chain.ts";
import type { Sender, SendInput, SentMessage } from "./sent-message.ts";

export type SendResult =
  | { kind: "message"; message: SentMessage; remaining: number | null; replayed: boolean }
  | { kind: "invalid"; field: "template_id" | "language"; problem: string }
  | { kind: "no_credit" }
  | { kind: "key_reused" }
  /** No provider can take the message now. Nothing was charged. */
  | { kind: "no_provider" };

/** How long a failed settlement is retried before it is left to the sweep, in milliseconds. */
const SETTLE_FOR_MS = 5_000;

/** A send that has been decided and charged, or that the account cannot pay. */
export interface Charged {
  text: string;
  segments: number;
  /** Who may deliver it, as it was when the send was charged. */
  candidates: Candidates;
  reserved: Reserved | { kind: "no_credit" };
}

/**
 * Charges a send on the snapshot of an earlier authorisation, which the charging statement verifies.
 * @returns null, without having charged anything, if the snapshot no longer holds or the request needs more than this.
 */
export async function chargeEarly(
  sender: Sender,
  input: SendInput,
  template: SendTemplate | null,
  snapshot: AuthorisationSnapshot,
): Promise<Charged | null> {
  const routing = loadedRouting(snapshot.routingVersion);
  const decision = decide(template, input.language, input.code);
  if (input.idempotencyKey !== null || !routing || !decision.ok) return null;
  const candidates = candidatesFor(routing, questionOf(sender, input, decision));
  if (candidates.fate !== "deliver") return null;
  const reservation = { ...reservationOf(sender, input, decision, candidates), snapshot };
  const reserved = await batches().reserveOnSnapshot(reservation);
  return reserved.kind === "stale" ? null : { ...decision, candidates, reserved };
}

/**
 * Sends one OTP: decide, reserve, deliver, settle. `template` and `routingVersion` come from the authorisation of
 * this very request; `charged` from `chargeEarly`.
 * @throws database errors; if `isUnavailable` is true for one that occurs before delivery, nothing was sent.
 */
export async function sendOtp(
  sender: Sender,
  input: SendInput,
  template: SendTemplate | null,
  routingVersion?: string,
  charged?: Charged | null,
): Promise<SendResult> {
  if (charged) return deliverCharged(sender, input, template!, charged);
  const { idempotencyKey: key } = input;
  const send = () => sendOnce(sender, input, template, routingVersion);
  // A second time if the key expired between two look-ups.
  for (let look = 1; look <= 2; look++) {
    const sent = key === null ? await send() : await sameKeyInTurn(sender.accountId, key, send);
    if (sent) return sent;
    const replay = await replayOf(sender.accountId, key!, input);
    if (replay) return answerReplay(replay);
  }
  throw new Error("an idempotency key was taken and free by turns");
}

/** @returns null if its idempotency key is taken: nothing was done. */
async function sendOnce(
  sender: Sender,
  input: SendInput,
  template: SendTemplate | null,
  routingVersion: string | undefined,
): Promise<SendResult | null> {
  const decision = decide(template, input.language, input.code);
  if (!decision.ok) return { kind: "invalid", field: decision.field, problem: decision.problem };
  const routing = await currentRouting(routingVersion);
  const candidates = candidatesFor(routing, questionOf(sender, input, decision));
  if (candidates.fate === "unavailable") return { kind: "no_provider" };

  const reservation = reservationOf(sender, input, decision, candidates);
  const { idempotencyKey: key } = input;
  const reserved =
    key === null
      ? await batches().reserve(reservation)
      : await batches().reserveKeyed(keyedReservation(reservation, key, input));
  // Another process claimed the key after it was looked up here.
  if (reserved.kind === "taken") return null;
  return deliverCharged(sender, input, template!, { ...decision, candidates, reserved });
}

function questionOf({ accountId }: Sender, input: SendInput, { versionId }: Decided): RoutingQuestion {
  return { number: input.number, accountId, versionId, language: input.language };
}

function reservationOf(
  sender: Sender,
  input: SendInput,
  decision: Decided,
  { route }: Candidates,
): Reservation {
  return {
    ...sender,
    route,
    templateVersionId: decision.versionId,
    language: input.language,
    number: input.number,
    // The length in code points, as the masked code shows it.
    codeLength: [...input.code].length,
    segments: decision.segments,
  };
}

async function deliverCharged(
  { accountId }: Sender,
  input: SendInput,
  template: SendTemplate,
  { text, segments, candidates, reserved }: Charged,
): Promise<SendResult> {
  if (reserved.kind === "no_credit") return { kind: "no_credit" };
  const { number, code, language } = input;
  const { messageId, createdAt } = reserved;
  const delivered = await deliverTo(candidates, {
    messageId,
    accountId,
    reference: (form) =>
      (form === "digits" ? messageReferenceDigits : messageReference)({ id: messageId, number, createdAt }),
    number,
    text,
    code,
    language,
    templateId: template.id,
    segments,
    expiresAt: performance.now() + env().MESSAGE_LIFE_SECONDS * 1_000,
  });
  const status = await writeDown(accountId, reserved, delivered);
  return {
    kind: "message",
    replayed: false,
    remaining: status === "failed" ? null : reserved.remaining,
    message: {
      id: messageId,
      number,
      templateId: template.id,
      templateName: template.name,
      code,
      text,
      status,
      response: delivered.response,
      createdAt,
    },
  };
}

/** What nobody may deliver has failed at once: its settlement returns the credit, and the log says why. */
async function deliverTo({ providers, why }: Candidates, delivery: Delivery): Promise<Delivered | Unrouted> {
  if (why === null) return deliver(providers, delivery);
  metrics().sends.inc({ outcome: "rejected", provider: "" });
  return { outcome: "rejected", reason: why, providerId: null, ref: null, response: unroutableText(why) };
}

type Unrouted = Pick<Settlement, "ref"> & {
  outcome: "rejected";
  reason: UnroutableReason;
  providerId: null;
  response: string;
};

function answerReplay(replay: Replay): SendResult {
  if (replay.kind === "other_body") return { kind: "key_reused" };
  return { kind: "message", message: replay.message, remaining: replay.remaining, replayed: true };
}

const statusOf = { accepted: "sent", rejected: "failed", unknown: "unknown" } as const;

/**
 * Stores the outcome, retrying for five seconds if the database is away. If that fails the caller gets `unknown`, since
 * only a stored outcome can be promised, and the sweep settles the message.
 */
async function writeDown(
  accountId: number,
  reserved: Reserved,
  delivered: Delivered | Unrouted,
): Promise<SentMessage["status"]> {
  const settlement: Settlement = {
    messageId: reserved.messageId,
    accountId,
    status: statusOf[delivered.outcome],
    reason: delivered.reason,
    providerId: delivered.providerId,
    ref: delivered.ref,
    response: delivered.response,
    ...("refs" in delivered
      ? { refs: delivered.refs, attempts: delivered.attempts, pollAfterMs: delivered.pollAfterMs }
      : {}),
  };
  let deadline: number | undefined;
  for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
    try {
      const status = await batches().settle(settlement);
      return status === "pending" ? "unknown" : status;
    } catch (error) {
      // Counted from the first failure, which itself may have taken longer.
      deadline ??= Date.now() + SETTLE_FOR_MS;
      if (!isUnavailable(error) || Date.now() + wait > deadline) {
        log().error({ err: error, message: reserved.messageId }, "an outcome could not be written");
        return "unknown";
      }
      await sleep(wait);
    }
  }
}
