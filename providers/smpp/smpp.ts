import { isDeepStrictEqual } from "node:util";
import { noAnswer } from "#core/message/timeline.ts";
import { shared } from "#runtime/shared.ts";
import type { Delivery, Outcome, Provider, ProviderContext } from "../provider.ts";
import { BindKeeper, type BindState } from "./bind-keeper.ts";
import { type SmppConfig, sourceOf } from "./config.ts";
import { encode } from "./encode.ts";
import { keysOfAnswer, keysOfReceipt } from "./message-id.ts";
import { fateTable, INVALID_EXPIRY, NOT_BOUND } from "./outcomes.ts";
import { Pace } from "./pace.ts";
import { type DeliverFields, readReceipt } from "./receipt.ts";
import { retryMs as defaultRetryMs } from "./retry.ts";
import { statusName } from "./session.ts";
import { type Part, split } from "./split.ts";

/** Delivers by SMPP 3.4, over binds that it keeps. */
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

  /** Each bind as it is now; of a pair for sending and receiving, both. */
  get binds(): BindState[] {
    return this.#pool.binds.map(({ state }) => state);
  }

  async close(): Promise<void> {
    // Whoever came after has the binds, or has closed them.
    if (!this.#successor) await this.#pool.close();
  }

  async deliver(delivery: Delivery): Promise<Outcome> {
    // Sends that were decided before the configuration changed go by what it is now.
    if (this.#successor) return this.#successor.deliver(delivery);
    this.open();
    const text = encode(delivery.text, this.#config.encoding);
    const parts = split(text, this.#config.long, delivery.messageId);
    if (!parts)
      return { kind: "rejected", scope: "text", response: "Not sent (the text has too many parts)" };
    const began = performance.now();
    const done: Accepted[] = [];
    // One after the other: where the first one is refused nothing was sent, and another provider may try.
    for (const [index, part] of parts.entries()) {
      const result = await this.#sendPart(delivery, text.dataCoding, part, { began, isFirst: index === 0 });
      if (result.kind === "accepted") {
        done.push(result);
        continue;
      }
      if (result.kind === "moved") return this.#successor!.deliver(delivery);
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

  /** Some part was not accepted, and what follows it was not sent. */
  #incomplete({ number }: Delivery, parts: number, done: Accepted[], result: NotAccepted): Outcome {
    const response =
      parts === 1 ? result.response : `${result.response}, part ${done.length + 1} of ${parts}`;
    if (result.kind === "unknown") {
      const ids = Array.from({ length: parts }, (_, index) => done[index]?.id ?? "");
      return { kind: "unknown", response: noAnswer(`(${response})`), reportKeys: this.#keys(ids, number) };
    }
    // A part is with the carrier already: another provider would send it a second time.
    return { kind: "rejected", response, scope: done.length > 0 ? "text" : result.kind };
  }

  #keys(ids: string[], number: string): string[][] {
    return this.#config.receipts ? ids.map((id) => keysOfAnswer(id, this.#config.id_response, number)) : [];
  }

  async #sendPart(
    delivery: Delivery,
    dataCoding: number,
    part: Part,
    { began, isFirst }: { began: number; isFirst: boolean },
  ): Promise<Accepted | NotAccepted | { kind: "moved" }> {
    const pool = this.#pool;
    const end = began + this.timeoutMs;
    const deadline = isFirst ? began + this.#config.queue_ms : end;
    let refusal: string | undefined;
    for (let unwritten = 0; unwritten < UNWRITTEN_TRIES; ) {
      const bind = await pool.pace.take(deadline, (each) => each.occupy());
      if (!bind) {
        if (isFirst && pool.closing && this.#successor) return { kind: "moved" };
        return { kind: "not_taken", response: refusal ?? `Not sent (${pool.obstacle()})` };
      }
      const now = performance.now();
      const fields = this.#fields(delivery, dataCoding, part, now - began);
      const answer = await bind.submit(fields, Math.max(1, Math.min(this.#config.timeout_ms, end - now)));
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

  #fields({ number }: Delivery, dataCoding: number, part: Part, waitedMs: number): Record<string, unknown> {
    const { validity_seconds, receipts } = this.#config;
    const { ton, npi, address } = sourceOf(this.#config);
    return {
      source_addr_ton: ton,
      source_addr_npi: npi,
      source_addr: address,
      dest_addr_ton: INTERNATIONAL,
      dest_addr_npi: ISDN,
      destination_addr: number,
      esm_class: part.hasHeader ? UDH_INDICATOR : 0,
      validity_period:
        validity_seconds > 0 && this.#pool.withValidity
          ? relativeTime(Math.max(1, validity_seconds - Math.floor(waitedMs / 1_000)))
          : "",
      registered_delivery: receipts ? 1 : 0,
      data_coding: dataCoding,
      short_message: part.shortMessage,
      ...(part.payload ? { message_payload: part.payload } : {}),
      ...(part.sar
        ? {
            sar_msg_ref_num: part.sar.reference,
            sar_total_segments: part.sar.total,
            sar_segment_seqnum: part.sar.number,
          }
        : {}),
    };
  }

  /** @throws where a receipt could not be written: then the carrier is to send it again. */
  async #receive(message: DeliverFields, addresses: string[]): Promise<void> {
    const receipt = readReceipt(message);
    if (!receipt || receipt.kind === "other") return;
    const keys = keysOfReceipt(receipt.id, this.#config.id_receipt, addresses);
    if (keys.length > 0) await this.#context.onReport({ kind: receipt.kind, keys, word: receipt.word });
  }
}

/**
 * By one class in the whole process: this file is in several bundles, and a provider that is made by the code of one must know
 * its predecessor that was made by another's.
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

const INTERNATIONAL = 1;
const ISDN = 1;
const UDH_INDICATOR = 0x40;
/** How often a part may meet a connection that has just broken. */
const UNWRITTEN_TRIES = 3;

/** SMPP 3.4, 7.1.1.2: YYMMDDhhmmss000R, from the moment at which the carrier takes it. */
export function relativeTime(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3_600) % 24, (seconds / 60) % 60];
  return `0000${two(days)}${two(hours)}${two(minutes)}${two(seconds % 60)}000R`;
}

/** The binds of one configuration. */
class Pool {
  readonly binds: BindKeeper[];
  readonly pace: Pace<BindKeeper>;
  readonly fate: ReturnType<typeof fateTable>;
  /** False from the moment on at which the carrier refuses a relative time. */
  withValidity = true;
  onDeliver: (message: DeliverFields, addresses: string[]) => Promise<void> = async () => {};
  readonly #after: Promise<void>;
  #closed: Promise<void> | undefined;

  constructor(config: SmppConfig, provider: string, retryMs: typeof defaultRetryMs, after: Promise<void>) {
    this.#after = after;
    this.fate = fateTable(config.rejections);
    const make = (slot: number, as: "transceiver" | "transmitter" | "receiver") =>
      new BindKeeper({
        provider,
        slot,
        as,
        config,
        retryMs,
        onDeliver: (message, addresses) => this.onDeliver(message, addresses),
        onChange: () => this.pace.pump(),
      });
    const slots = Array.from({ length: config.binds }, (_, index) => index + 1);
    const senders = slots.map((slot) =>
      make(slot, config.bind === "transceiver" ? "transceiver" : "transmitter"),
    );
    const receivers = config.bind === "transceiver" ? [] : slots.map((slot) => make(slot, "receiver"));
    this.binds = [...senders, ...receivers];
    this.pace = new Pace(senders, config.per_second);
  }

  open(): void {
    if (this.closing) return;
    for (const bind of this.binds) bind.open(this.#after);
  }

  get closing(): boolean {
    return this.#closed !== undefined;
  }

  /** Why nothing can be sent, or not soon enough. */
  obstacle(): string {
    const states = this.binds.map(({ state }) => state);
    if (this.closing) return "closed";
    if (states.some(({ kind }) => kind === "throttled")) return "throttled";
    if (states.some(({ kind }) => kind === "bound")) return "no place in the window";
    return states.find(({ why }) => why !== undefined)?.why ?? "not bound";
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    // Not within `#closed ??=`: whoever is woken here asks whether it is closing.
    await Promise.resolve();
    this.pace.close();
    await this.#after;
    await Promise.all(this.binds.map((bind) => bind.close()));
  }
}
