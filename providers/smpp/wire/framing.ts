import { MOST_BYTES, type PDU, readPdu } from "./pdu.ts";

const HEADER_BYTES = 16;

/** Cuts what a connection receives into PDUs. */
export class Framing {
  #received: Buffer = Buffer.alloc(0);

  /** @throws at the first PDU that cannot be read: what follows it cannot be told apart any more. */
  *read(bytes: Buffer): Generator<PDU> {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 4) {
      const length = this.#received.readUInt32BE(0);
      if (length < HEADER_BYTES || length > MOST_BYTES) throw new Error("a PDU of no possible length");
      if (this.#received.length < length) return;
      const pdu = readPdu(this.#received.subarray(0, length));
      this.#received = this.#received.subarray(length);
      if (pdu) yield pdu;
    }
  }
}
