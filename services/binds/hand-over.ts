import { Agent, type IncomingMessage, request } from "node:http";
import { noAnswer } from "#core/message/timeline.ts";
import type { Delivery, Outcome } from "#providers/provider.ts";
import { shared } from "#runtime/shared.ts";
import { openOutcome, type Permit, sealDelivery, sealPermit } from "./sealed-delivery.ts";

/** Requests to one process at a time; each waits for the carrier's answer. */
const CONNECTIONS = 1_000;
/** How long the owner may take to say that it takes the delivery. Nothing was sent before that. */
const CONSENT_MS = 2_000;
/** Of a delivery, and of an outcome. */
export const MOST_BYTES = 64 * 1024;
const BROKEN_OFF = "the process with the session broke off";
export const PATH = "/deliveries";
export const PERMIT_HEADER = "x-permit";

const agent = () => shared("binds.agent", () => new Agent({ keepAlive: true, maxSockets: CONNECTIONS }));

/** The process did not take the delivery, or is not there. Nothing was sent. */
export type NotTaken = "refused" | "unreachable";

/**
 * Hands a delivery over to the process at `address`, in two steps (RFC 9110, 10.1.1): the delivery itself is written only
 * when the process has said that it takes it.
 * @param endsAt after which the outcome is unknown (performance.now).
 */
export async function handOverTo(
  address: string,
  permit: Permit,
  delivery: Delivery,
  endsAt: number,
): Promise<Outcome | NotTaken> {
  const { header, nonce } = sealPermit(permit);
  const { promise, resolve } = Promise.withResolvers<Outcome | NotTaken>();
  let isTaken = false;
  const asked = request(address + PATH, {
    method: "POST",
    agent: agent(),
    headers: { expect: "100-continue", [PERMIT_HEADER]: header, "transfer-encoding": "chunked" },
  });
  const failed = (why: string, untaken: NotTaken = "unreachable") =>
    resolve(isTaken ? { kind: "unknown", response: noAnswer(`(${why})`) } : untaken);
  const timers = [
    setTimeout(() => isTaken || asked.destroy(new Error("no consent")), CONSENT_MS),
    setTimeout(() => asked.destroy(new Error("time-out")), Math.max(0, endsAt - performance.now())),
  ];
  asked.on("continue", () => {
    isTaken = true;
    delivery.trace?.add({
      direction: "event",
      title: "Handed over to the server process that has the session",
      fields: [["address", address]],
    });
    asked.end(sealDelivery(delivery, nonce));
  });
  asked.on("response", (response) => {
    if (isTaken && response.statusCode === 200) {
      bodyOf(response)
        .then((body) => {
          const { outcome, entries } = openOutcome(body, nonce);
          for (const entry of entries) delivery.trace?.add(entry);
          resolve(outcome);
        })
        .catch(() => failed(BROKEN_OFF));
    } else {
      failed(`the process with the session answered ${response.statusCode}`, "refused");
      asked.destroy();
    }
  });
  asked.on("error", (error: NodeJS.ErrnoException) => failed(error.code ?? error.message));
  asked.flushHeaders();
  try {
    return await promise;
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

/** @throws if it is too long, or breaks off. */
export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += (chunk as Buffer).length;
    if (length > MOST_BYTES) throw new Error("too long");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
