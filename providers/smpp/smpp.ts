import { isDeepStrictEqual } from "node:util";
import type { ProviderState } from "#core/gateway/provider-state.ts";
import { shared } from "#runtime/shared.ts";
import type { Delivery, Outcome, Provider, ProviderContext, Report } from "../provider.ts";
import type { BindState } from "./binds/bind-keeper.ts";
import { Pool } from "./binds/pool.ts";
import { retryMs as defaultRetryMs } from "./binds/retry.ts";
import type { SmppConfig } from "./config.ts";
import { INVALID_EXPIRY, NOT_BOUND } from "./outcomes.ts";
import { keysOfReceipt } from "./receipts/message-id.ts";
import { type DeliverFields, readReceipt } from "./receipts/receipt.ts";
import { type Accepted, complete, incomplete, type NotAccepted, reportKeys } from "./sent-parts.ts";
import { submitFields } from "./submit-fields.ts";
import { encode } from "./text/encode.ts";
import { type Part, split } from "./text/split.ts";
import { statusName } from "./wire/pdu.ts";
import type { Answered } from "./wire/pending.ts";
import { traceBinds, traceSubmit } from "./wire/trace.ts";

/** Delivers by SMPP 3.4, over binds that it keeps open. */
export class SmppProvider implements Provider {
  readonly timeoutMs: number;
  readonly #config: SmppConfig;
  readonly #context: ProviderContext;
  readonly #pool: Pool;
  #successor: SmppProvider | undefined;

  readonly handedOver: NonNullable<Provider["handedOver"]> = {
    isReady: () => this.#newest.#pool.isBound(),
    deliver: (delivery, onReport, spentMs) =>
      this.#newest.#deliver(delivery, onReport, performance.now() - spentMs, "here"),
  };

  constructor(config: SmppConfig, context: ProviderContext, retryMs: typeof defaultRetryMs = defaultRetryMs) {
    this.#config = config;
    this.#context = context;
    this.timeoutMs = config.queue_ms + config.timeout_ms;
    const before = context.before instanceof SmppProvider ? context.before : undefined;
    const keeps = before && !before.#pool.closing && isDeepStrictEqual(before.#config, config);
    this.#pool = keeps
      ? before.#pool
      : new Pool(config, context, retryMs, before ? before.#pool.close() : Promise.resolve());
    this.#pool.onDeliver = (message, addresses) => this.#receive(message, addresses);
    if (before) before.#successor = this;
  }

  open(): void {
    this.#pool.open();
  }

  /** The current state of each bind of this process; of a transmitter/receiver pair, both. */
  get binds(): BindState[] {
    return this.#pool.binds.map(({ state }) => state);
  }

  async close(): Promise<void> {
    // A successor has taken the binds over, or has closed them.
    if (!this.#successor) await this.#pool.close();
  }

  /** The provider with the latest configuration: sends that began before it changed use the new one. */
  get #newest(): SmppProvider {
    return this.#successor ? this.#successor.#newest : this;
  }

  state(): ProviderState {
    return this.#newest.#pool.state();
  }

  async deliver(delivery: Delivery, onReport: (report: Report) => void): Promise<Outcome> {
    if (this.#successor) return this.#successor.deliver(delivery, onReport);
    this.open();
    return this.#deliver(delivery, onReport, performance.now(), "anywhere");
  }

  /**
   * @param began when its time began (performance.now).
   * @param from whether another process may be asked. One that was handed a delivery asks nobody.
   */
  async #deliver(
    delivery: Delivery,
    onReport: (report: Report) => void,
    began: number,
    from: "here" | "anywhere",
  ): Promise<Outcome> {
    const text = encode(delivery.text, this.#config.encoding);
    const parts = split(text, this.#config.long, delivery.messageId);
    if (!parts)
      return { kind: "rejected", scope: "text", response: "Not sent (the text has too many parts)" };
    for (;;) {
      const bySession = from === "anywhere" ? await this.#elsewhere(delivery, began) : null;
      if (bySession) return bySession;
      const outcome = await this.#sendParts(delivery, text.dataCoding, parts, began, onReport);
      if (outcome === "moved") return this.#newest.#deliver(delivery, onReport, performance.now(), from);
      // While it waited, this process lost its session: another one may have one.
      if (outcome !== "no place") return outcome;
      const isOver = performance.now() >= this.#waitEnd(delivery, began);
      if (from === "here" || isOver || !this.#pool.mayReach()) {
        return { kind: "rejected", scope: "not_taken", response: `Not sent (${this.#pool.obstacle()})` };
      }
    }
  }

  /** By another process, if this one has no session and the other one has. Null: by this one, if at all. */
  async #elsewhere(delivery: Delivery, began: number): Promise<Outcome | null> {
    const endsAt = began + this.timeoutMs;
    for (;;) {
      // Nothing is awaited where this process has its session, as a process alone has.
      const place = this.#pool.isHopeful() ? "here" : await this.#pool.reach(this.#waitEnd(delivery, began));
      if (place === "here" || place === null) return null;
      const outcome = await place.handOver(delivery, { began, endsAt });
      if (outcome) return outcome;
    }
  }

  async #sendParts(
    delivery: Delivery,
    dataCoding: number,
    parts: Part[],
    began: number,
    onReport: (report: Report) => void,
  ): Promise<Outcome | "moved" | "no place"> {
    const done: Accepted[] = [];
    // One part after the other: if the first is refused nothing was sent, and another provider may try.
    for (const [index, part] of parts.entries()) {
      const result = await this.#sendPart(delivery, dataCoding, part, {
        began,
        isFirst: index === 0,
        onLate: (answer) => this.#late(delivery, { part: index + 1, parts: parts.length }, answer, onReport),
      });
      if (result === "moved" || result === "no place") return result;
      if (result.kind !== "accepted") return incomplete(this.#config, delivery, parts.length, done, result);
      done.push(result);
    }
    return complete(this.#config, delivery, done);
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
    const [keys] = reportKeys(this.#config, [id.trim()], number);
    if (keys?.length) this.#context.onLateKeys({ messageId, ...place, keys });
  }

  async #sendPart(
    delivery: Delivery,
    dataCoding: number,
    part: Part,
    { began, isFirst, onLate }: { began: number; isFirst: boolean; onLate: (answer: Answered) => void },
  ): Promise<Accepted | NotAccepted | "moved" | "no place"> {
    const pool = this.#pool;
    const end = began + this.timeoutMs;
    const deadline = isFirst ? this.#waitEnd(delivery, began) : end;
    let refusal: string | undefined;
    for (let unwritten = 0; unwritten < UNWRITTEN_TRIES; ) {
      const bind = await pool.pace.take(deadline, (each) => each.occupy());
      if (!bind) {
        if (isFirst && delivery.trace) traceBinds(delivery.trace, pool.binds);
        if (isFirst && pool.closing && this.#successor) return "moved";
        if (isFirst && refusal === undefined) return "no place";
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
      // Others may have been under way with one when the first was refused.
      if (status === INVALID_EXPIRY && fields.validity_period !== "") {
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

  /** Until when a delivery may wait to be sent (performance.now). */
  #waitEnd({ expiresAt }: Delivery, began: number): number {
    return Math.min(began + this.#config.queue_ms, expiresAt);
  }

  /** @throws if a receipt could not be stored: the carrier is then asked to repeat it. */
  async #receive(message: DeliverFields, addresses: string[]): Promise<void> {
    const receipt = readReceipt(message, this.#config.receipts_by_text);
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

/** How often a part may be retried because the connection was lost before it was written. */
const UNWRITTEN_TRIES = 3;
