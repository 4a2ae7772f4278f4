import { setTimeout as sleep } from "node:timers/promises";
import { decide, type SendTemplate } from "#core/send-decision.ts";
import { batches } from "#db/batches.ts";
import type { Reservation, Reserved } from "#db/ledger/reserve.ts";
import type { Settlement } from "#db/ledger/settle.ts";
import { noteFailovers } from "#db/queries/message-events.ts";
import { isDatabaseAway, sendPool } from "#runtime/database.ts";
import { log } from "#runtime/log.ts";
import { type Delivered, deliver, providerChain } from "./delivery.ts";
import { findReplay, keyedReservation, type Replay, sameKeyInTurn } from "./idempotency.ts";

/** Who sends, for whom: an API token's account, or a developer who tries it in the dashboard. */
export interface Sender {
  accountId: number;
  tokenId: number | null;
  userId: number | null;
}

export interface SendInput {
  /** Digits in international form. */
  number: string;
  templateId: number;
  code: string;
  language: 0 | 1;
  /** Up to 255 characters; a replay with the same key sends nothing. */
  idempotencyKey: string | null;
}

export interface SentMessage {
  id: number;
  number: string;
  templateId: number;
  templateName: string;
  code: string;
  text: string;
  status: "sent" | "delivered" | "failed" | "unknown";
  response: string;
  createdAt: Date;
}

export type SendResult =
  | { kind: "message"; message: SentMessage; remaining: number | null; replayed: boolean }
  | { kind: "invalid"; field: "template_id" | "language"; problem: string }
  | { kind: "no_credit" }
  | { kind: "key_reused" }
  | { kind: "no_provider" };

/** How long a settlement is tried before the sweep has to take over. */
const SETTLE_FOR_MS = 5_000;

/**
 * Sends one OTP: decide, reserve, deliver, settle. `template` and `providersStamp` come from the authorisation
 * of this very request. @throws database errors; where `isDatabaseAway` says so before anything was delivered,
 * nothing was sent.
 */
export async function sendOtp(
  sender: Sender,
  input: SendInput,
  template: SendTemplate | null,
  providersStamp?: string,
): Promise<SendResult> {
  if (input.idempotencyKey === null) return sendOnce(sender, input, template, providersStamp, null);
  const key = input.idempotencyKey;
  return sameKeyInTurn(`${sender.accountId} ${key}`, async () => {
    const replay = await findReplay(sender.accountId, key, input);
    return replay ? answerReplay(replay) : sendOnce(sender, input, template, providersStamp, key);
  });
}

async function sendOnce(
  sender: Sender,
  input: SendInput,
  template: SendTemplate | null,
  providersStamp: string | undefined,
  key: string | null,
): Promise<SendResult> {
  const decision = decide(template, input.language, input.code);
  if (!decision.ok) return { kind: "invalid", field: decision.field, problem: decision.problem };
  const links = await providerChain(providersStamp);
  if (links.length === 0) return { kind: "no_provider" };

  const reservation: Reservation = {
    ...sender,
    templateVersionId: decision.versionId,
    language: input.language,
    number: input.number,
    // Length as people count it, which is how the masked code is shown.
    codeLength: [...input.code].length,
    segments: decision.segments,
  };
  const reserved =
    key === null
      ? await batches().reserve(reservation)
      : await batches().reserveKeyed(keyedReservation(reservation, key, input));
  if (reserved.kind === "no_credit") return { kind: "no_credit" };
  if (reserved.kind === "taken") {
    // Another process claimed the key between our look and our claim.
    const replay = await findReplay(sender.accountId, key!, input);
    if (!replay) throw new Error("an idempotency key was claimed and is gone");
    return answerReplay(replay);
  }

  const delivered = await deliver(links, {
    messageId: reserved.messageId,
    number: input.number,
    text: decision.text,
    code: input.code,
    language: input.language,
    templateId: input.templateId,
    segments: decision.segments,
  });
  const [status] = await Promise.all([writeDown(reserved, delivered), keepRef(reserved, delivered)]);
  return {
    kind: "message",
    replayed: false,
    remaining: status === "failed" ? null : reserved.remaining,
    message: {
      id: reserved.messageId,
      number: input.number,
      templateId: template!.id,
      templateName: template!.name,
      code: input.code,
      text: decision.text,
      status,
      response: delivered.response,
      createdAt: reserved.createdAt,
    },
  };
}

function answerReplay(replay: Replay): SendResult {
  if (replay.kind === "other_body") return { kind: "key_reused" };
  return { kind: "message", message: replay.message, remaining: replay.remaining, replayed: true };
}

/** Only for providers whose reports name their own id; no other send pays for it. */
async function keepRef({ messageId }: Reserved, { providerId, refHash }: Delivered): Promise<void> {
  if (refHash === null) return;
  try {
    await batches().rememberRef({ providerId, refHash, messageId });
  } catch (error) {
    log().error(
      { err: error, message: messageId },
      "a provider's id could not be kept; its report will be lost",
    );
  }
}

const statusOf = { accepted: "sent", rejected: "failed", unknown: "unknown" } as const;

/**
 * Writes the outcome down, and tries for five seconds where the database is away. If that fails the caller
 * hears `unknown`: what cannot be written cannot be promised, and the sweep settles the rest.
 */
async function writeDown(reserved: Reserved, delivered: Delivered): Promise<SentMessage["status"]> {
  const settlement: Settlement = {
    messageId: reserved.messageId,
    status: statusOf[delivered.outcome],
    providerId: delivered.providerId,
    ref: delivered.ref,
    response: delivered.response,
  };
  const deadline = Date.now() + SETTLE_FOR_MS;
  for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
    try {
      const status = await batches().settle(settlement);
      if (delivered.refusedBy.length > 0)
        await noteFailovers(sendPool(), reserved.messageId, delivered.refusedBy);
      return status === "pending" ? "unknown" : status;
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() + wait > deadline) {
        log().error({ err: error, message: reserved.messageId }, "an outcome could not be written");
        return "unknown";
      }
      await sleep(wait);
    }
  }
}
