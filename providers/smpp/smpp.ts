import { isDeepStrictEqual } from "node:util";
import { noAnswer } from "#core/message/timeline.ts";
import { shared } from "#runtime/shared.ts";
import type { Delivery, Outcome, Provider, ProviderContext, Report } from "../provider.ts";
import type { BindState } from "./bind-keeper.ts";
import type { SmppConfig } from "./config.ts";
import { encode } from "./encode.ts";
import { keysOfAnswer, keysOfReceipt } from "./message-id.ts";
import { INVALID_EXPIRY, NOT_BOUND } from "./outcomes.ts";
import { statusName } from "./pdu.ts";
import { Pool } from "./pool.ts";
import { type DeliverFields, readReceipt } from "./receipt.ts";
import { retryMs as defaultRetryMs } from "./retry.ts";
import type { Answered } from "./session.ts";
import { type Part, split } from "./split.ts";
import { submitFields } from "./submit-fields.ts";
import { traceBinds, traceSubmit } from "./wire.ts";

/** Delivers by SMPP 3.4, over binds that it keeps open. */
export class SmppProvider implements Provider {
  readonly timeoutMs: number;
  readonly #config: SmppConfig;
  readonly #context: ProviderContext;
  readonly #pool: Pool;
  #successor: SmppProvider | undefined;

  constructor(config: SmppConfig, context: ProviderContext, retryMs: typeof defaultRetryMs = defaultRetryMs) {
    this.#config = config;
    this.#context = context;
    this.timeoutMs = config.queue_ms + config.timeout_ms;
    const before = context.before instanceof SmppProvider ? context.before : undefined;
    const keeps = before && !before.#pool.closing && isDeepStrictEqual(before.#config, config);
    this.#pool = keeps
      ? before.#pool
      : new Pool(config, context.name, retryMs, before ? before.#pool.close() : Promise.resolve());
    this.#pool.onDeliver = (message, addresses) => this.#receive(message, addresses);
    if (before) before.#successor = this;
  }

  open(): void {
    this.#pool.open();
  }

  /** The current state of each bind; of a transmitter/receiver pair, both. */
  get binds(): BindState[] {
    return this.#pool.binds.map(({ state }) => state);
  }

  async close(): Promise<void> {
    // A successor has taken the binds over, or has closed them.
    if (!this.#successor) await this.#pool.close();
  }

  async deliver(delivery: Delivery, onReport: (report: Report) => void): Promise<Outcome> {
    // Sends that began before the configuration changed use the new one.
    if (this.#successor) return this.#successor.deliver(delivery, onReport);
    this.open();
    const text = encode(delivery.text, this.#config.encoding);
    const parts = split(text, this.#config.long, delivery.messageId);
    if (!parts)
      return { kind: "rejected", scope: "text", response: "Not sent (the text has too many parts)" };
    const began = performance.now();
    const done: Accepted[] = [];
    // One part after the other: if the first is refused nothing was sent, and another provider may try.
    for (const [index, part] of parts.entries()) {
      const result = await this.#sendPart(delivery, text.dataCoding, part, {
        began,
        isFirst: index === 0,
        onLate: (answer) => this.#late(delivery, { part: index + 1, parts: parts.length }, answer, onReport),
      });
      if (result.kind === "accepted") {
        done.push(result);
        continue;
      }
      if (result.kind === "moved") return this.#successor!.deliver(delivery, onReport);
      return this.#incomplete(delivery, parts.length, done, result);
    }
    return this.#complete(delivery, done);
  }

  #complete({ number }: Delivery, done: Accepted[]): Outcome {
    const ids = done.map(({ id }) => id);
    const isMatched = !this.#config.receipts || ids.every((id) => id !== "");
    return {
      kind: "accepted",
      response: isMatched ? "OK" : "OK (without a message id, so that no receipt can be matched)",
      ...(ids.some((id) => id !== "") ? { ref: ids.filter((id) => id !== "").join(", ") } : {}),
      reportKeys: this.#keys(ids, number),
    };
  }

  /** Some part was not accepted, and the parts after it were not sent. */
  #incomplete({ number }: Delivery, parts: number, done: Accepted[], result: NotAccepted): Outcome {
    const response =
      parts === 1 ? result.response : `${result.response}, part ${done.length + 1} of ${parts}`;
    if (result.kind === "unknown") {
      const ids = Array.from({ length: parts }, (_, index) => done[index]?.id ?? "");
      return { kind: "unknown", response: noAnswer(`(${response})`), reportKeys: this.#keys(ids, number) };
    }
    // If a part has been accepted, another provider would send it a second time.
    return {
      kind: "rejected",
      response,
      scope: done.length > 0 ? "text" : result.kind,
      // So that receipts of the accepted parts find the message.
      ...(done.length > 0
        ? {
            reportKeys: this.#keys(
              done.map(({ id }) => id),
              number,
            ),
          }
        : {}),
    };
  }

  /**
   * An answer after its time-out, for a message that is unknown by now. A refusal is definite; an id lets its receipt
   * find the message.
   */
  #late(
    { messageId, number }: Delivery,
    place: { part: number; parts: number },
    { status, messageId: id }: Answered,
    onReport: (report: Report) => void,
  ): void {
    const fate = this.#pool.fate(status);
    if (fate === "unknown") return;
    if (fate !== "accepted") {
      onReport({ messageId, kind: "failed", response: statusName(status) });
      return;
    }
    const [keys] = this.#keys([id.trim()], number);
    if (keys?.length) this.#context.onLateKeys({ messageId, ...place, keys });
  }

  #keys(ids: string[], number: string): string[][] {
    return this.#config.receipts ? ids.map((id) => keysOfAnswer(id, this.#config.id_response, number)) : [];
  }

  async #sendPart(
    delivery: Delivery,
    dataCoding: number,
    part: Part,
    { began, isFirst, onLate }: { began: number; isFirst: boolean; onLate: (answer: Answered) => void },
  ): Promise<Accepted | NotAccepted | { kind: "moved" }> {
    const pool = this.#pool;
    const end = began + this.timeoutMs;
    const deadline = isFirst ? Math.min(began + this.#config.queue_ms, delivery.expiresAt) : end;
    let refusal: string | undefined;
    for (let unwritten = 0; unwritten < UNWRITTEN_TRIES; ) {
      const bind = await pool.pace.take(deadline, (each) => each.occupy());
      if (!bind) {
        if (isFirst && delivery.trace) traceBinds(delivery.trace, pool.binds);
        if (isFirst && pool.closing && this.#successor) return { kind: "moved" };
        return { kind: "not_taken", response: refusal ?? `Not sent (${pool.obstacle()})` };
      }
      const now = performance.now();
      const fields = submitFields(this.#config, delivery, {
        dataCoding,
        part,
        validity: this.#validity(now - began, delivery.expiresAt - now),
      });
      const answer = await bind.submit(
        fields,
        Math.max(1, Math.min(this.#config.timeout_ms, end - now)),
        onLate,
      );
      if (delivery.trace) {
        if (isFirst) traceBinds(delivery.trace, [bind]);
        traceSubmit(delivery.trace, fields, now, answer);
      }
      if (answer.kind === "lost") return { kind: "unknown", response: answer.why };
      if (answer.kind === "unwritten") {
        unwritten++;
        continue;
      }
      const { status, messageId } = answer;
      if (status === INVALID_EXPIRY && pool.withValidity) {
        pool.withValidity = false;
        continue;
      }
      const fate = pool.fate(status);
      if (fate === "accepted") {
        bind.taken();
        return { kind: "accepted", id: messageId.trim() };
      }
      if (fate !== "not_taken") return { kind: fate, response: statusName(status) };
      refusal = statusName(status);
      if (status === NOT_BOUND) bind.reset("the carrier says that it is not bound");
      else bind.hold();
    }
    return { kind: "not_taken", response: refusal ?? "Not sent (not connected)" };
  }

  /** The rest of the message's validity or of its life, whichever ends first, in whole seconds. */
  #validity(waitedMs: number, lifeMs: number): number {
    const { validity_seconds } = this.#config;
    if (validity_seconds === 0 || !this.#pool.withValidity) return 0;
    return Math.max(1, Math.min(validity_seconds - Math.floor(waitedMs / 1_000), Math.ceil(lifeMs / 1_000)));
  }

  /** @throws if a receipt could not be stored: the carrier is then asked to repeat it. */
  async #receive(message: DeliverFields, addresses: string[]): Promise<void> {
    const receipt = readReceipt(message);
    if (!receipt) return;
    const keys = keysOfReceipt(receipt.id, this.#config.id_receipt, addresses);
    if (keys.length > 0) await this.#context.onReport({ kind: receipt.kind, keys, word: receipt.word });
  }
}

/**
 * One class in the whole process: this file is in several bundles, and a provider created by one bundle must recognise
 * its predecessor that was created by another.
 */
export function smppProvider(config: SmppConfig, context: ProviderContext): Provider {
  const OneClass = shared("smpp provider", () => SmppProvider);
  return new OneClass(config, context);
}

interface Accepted {
  kind: "accepted";
  id: string;
}

interface NotAccepted {
  kind: "recipient" | "text" | "provider" | "not_taken" | "unknown";
  response: string;
}

/** How often a part may be retried because the connection was lost before it was written. */
const UNWRITTEN_TRIES = 3;
