import type { Socket } from "node:net";
import type { DeliverFields } from "../receipts/receipt.ts";
import { Framing } from "./framing.ts";
import { addressesOf, deliverFieldsOf, newPdu, type PDU } from "./pdu.ts";
import { type Answer, type Answered, Pending } from "./pending.ts";

const VERSION_3_4 = 0x34;

export const ESME_ROK = 0;
const ESME_RINVCMDID = 0x03;
const ESME_RMSGQFUL = 0x14;
const ESME_RX_T_APPN = 0x64;
const ESME_RUNKNOWNERR = 0xff;

/** After this many unanswered enquire_links a connection counts as dead. */
const SILENT_LINKS = 2;
/** How long answers may still arrive after the carrier has unbound. */
const DRAIN_MS = 5_000;
/**
 * The maximum number of receipts being stored at a time; further ones are answered so that the carrier repeats them.
 */
const RECEIPTS_AT_A_TIME = 1_000;

export interface SessionEvents {
  /**
   * A deliver_sm or data_sm, acknowledged when the promise resolves; if it rejects, the carrier is asked to repeat it.
   */
  onDeliver(message: DeliverFields, addresses: string[]): Promise<void>;
  /** The carrier has unbound: nothing may be submitted any more. */
  onUnbind(): void;
  onClose(why: string): void;
}

export interface BindFields {
  as: "transceiver" | "transmitter" | "receiver";
  systemId: string;
  password: string;
  systemType: string;
}

/*
 * The library's own Session sends no responses by itself, never calls back for pending requests when a connection is
 * lost, reports unwritten requests as sent, and stops reading after a PDU that it cannot decode; therefore framing,
 * sequence numbers, time-outs and responses are implemented here.
 */

/** One SMPP session over a connected socket. It never throws, and ends with the first PDU that cannot be read. */
export class Session {
  readonly #socket: Socket;
  readonly #events: SessionEvents;
  readonly #pending = new Pending();
  readonly #framing = new Framing();
  #unansweredLinks = 0;
  #handling = 0;
  #why: string | undefined;
  #enquiring: NodeJS.Timeout | undefined;
  #unbinding: NodeJS.Timeout | undefined;
  readonly #closed = Promise.withResolvers<void>();

  constructor(socket: Socket, events: SessionEvents) {
    this.#socket = socket;
    this.#events = events;
    socket.on("error", (error: NodeJS.ErrnoException) => this.destroy(error.code ?? error.name));
    socket.on("end", () => this.destroy("closed by the carrier"));
    socket.on("close", () => this.#end());
    socket.on("data", (bytes: Buffer) => this.#read(bytes));
    if (socket.destroyed) queueMicrotask(() => this.#end());
  }

  /** Sends an enquire_link at this interval, and closes the connection after two unanswered ones. */
  keepAlive(everyMs: number): void {
    this.#enquiring = setInterval(() => {
      if (this.#unansweredLinks >= SILENT_LINKS) return this.destroy("enquire_link was not answered");
      this.#unansweredLinks++;
      void this.#request(newPdu("enquire_link"), everyMs * SILENT_LINKS).then((answer) => {
        if (answer.kind === "answered") this.#unansweredLinks = 0;
      });
    }, everyMs);
  }

  bind({ as, systemId, password, systemType }: BindFields, timeoutMs: number): Promise<Answer> {
    const fields = {
      system_id: systemId,
      password,
      system_type: systemType,
      interface_version: VERSION_3_4,
    };
    return this.#request(newPdu(`bind_${as}`, fields), timeoutMs);
  }

  /**
   * @param fields of submit_sm, with Buffers for everything that is not ASCII.
   * @param onLate called with an answer that arrives after the time-out, as long as the session lasts.
   */
  submit(
    fields: Record<string, unknown>,
    timeoutMs: number,
    onLate?: (answer: Answered) => void,
  ): Promise<Answer> {
    return this.#request(newPdu("submit_sm", fields), timeoutMs, onLate);
  }

  /** Unbinds, waits for the answer, and closes the connection in any case. */
  async unbind(timeoutMs: number): Promise<void> {
    await this.#request(newPdu("unbind"), timeoutMs);
    this.destroy("unbound");
    await this.#closed.promise;
  }

  /** Closes it at once; requests waiting for an answer are lost. */
  destroy(why: string): void {
    this.#why ??= why;
    // An answer to an unbind, which was written in this turn.
    this.#socket.uncork();
    this.#socket.destroy();
  }

  get isOpen(): boolean {
    return this.#why === undefined && this.#socket.writable;
  }

  #end(): void {
    clearInterval(this.#enquiring);
    clearTimeout(this.#unbinding);
    const why = this.#why ?? "closed";
    this.#pending.end({ kind: "lost", why });
    this.#closed.resolve();
    this.#events.onClose(why);
  }

  #request(pdu: PDU, timeoutMs: number, onLate?: (answer: Answered) => void): Promise<Answer> {
    const { sequence, answer } = this.#pending.add(timeoutMs, onLate);
    pdu.sequence_number = sequence;
    if (!this.#write(pdu)) this.#pending.settle(sequence, { kind: "unwritten" });
    return answer;
  }

  /** @returns whether it was passed to a connected socket. */
  #write(pdu: PDU): boolean {
    let bytes: Buffer;
    try {
      bytes = pdu.toBuffer();
    } catch {
      return false;
    }
    if (!this.isOpen) return false;
    this.#collect();
    this.#socket.write(bytes);
    return true;
  }

  /** What is written in one turn goes out together, so that the answers come back together. */
  #collect(): void {
    if (this.#socket.writableCorked > 0) return;
    this.#socket.cork();
    process.nextTick(() => this.#socket.uncork());
  }

  #read(bytes: Buffer): void {
    try {
      for (const pdu of this.#framing.read(bytes)) {
        if (this.#why !== undefined) return;
        this.#take(pdu);
      }
    } catch {
      // The error may quote received data.
      this.destroy("a PDU could not be read");
    }
  }

  #take(pdu: PDU): void {
    if (pdu.isResponse()) {
      const messageId = typeof pdu.message_id === "string" ? pdu.message_id : "";
      const { command, sequence_number } = pdu;
      // A generic_nack is an error, also where it does not say which.
      const status = pdu.command_status || (command === "generic_nack" ? ESME_RUNKNOWNERR : ESME_ROK);
      this.#pending.answered(sequence_number, command, { kind: "answered", status, messageId });
      return;
    }
    switch (pdu.command) {
      case "enquire_link":
        this.#write(pdu.response());
        return;
      case "deliver_sm":
      case "data_sm":
        void this.#deliver(pdu);
        return;
      case "unbind":
        this.#write(pdu.response());
        this.#events.onUnbind();
        this.#drain();
        return;
      case "outbind":
      case "alert_notification":
        return;
      default:
        this.#write(
          newPdu("generic_nack", {
            sequence_number: pdu.sequence_number,
            command_status: ESME_RINVCMDID,
          }),
        );
    }
  }

  /** After the carrier's unbind: outstanding answers may still arrive for a while. */
  #drain(): void {
    const began = Date.now();
    const look = () => {
      if (this.#pending.size === 0 || Date.now() - began > DRAIN_MS) this.destroy("unbound by the carrier");
      else this.#unbinding = setTimeout(look, 20);
    };
    look();
  }

  async #deliver(pdu: PDU): Promise<void> {
    const answer = (status: number) =>
      this.#write(pdu.response(status === ESME_ROK ? { message_id: "" } : { command_status: status }));
    if (this.#handling >= RECEIPTS_AT_A_TIME) return void answer(ESME_RMSGQFUL);
    this.#handling++;
    try {
      await this.#events.onDeliver(deliverFieldsOf(pdu), addressesOf(pdu));
      answer(ESME_ROK);
    } catch {
      answer(ESME_RX_T_APPN);
    } finally {
      this.#handling--;
    }
  }
}
