import smpp, { type PDU } from "smpp";
import type { DeliverFields } from "../receipts/receipt.ts";

/* The only file that uses the library, and only to encode and decode PDUs (`session.ts` explains why). */

// The library's filters decode texts as GSM 03.38, which corrupts ids, choose encodings, and throw on invalid dates.
for (const command of ["submit_sm", "deliver_sm", "data_sm"]) {
  for (const field of Object.values(smpp.commands[command]?.params ?? {})) delete field.filter;
}
// Optional parameters are bytes, apart from the numbers that we write: a C-string without its NUL would swallow the next
// one, and a number of another length, or an empty one, would throw. Carriers send all of these, and would repeat a
// receipt that cannot be read for ever.
for (const [name, tlv] of Object.entries(smpp.tlvs)) {
  delete tlv.filter;
  if (!name.startsWith("sar_")) tlv.type = smpp.types.tlv.buffer;
}
/** With message_payload a PDU may contain 64 KiB plus its fields. */
export const MOST_BYTES = 66_000;
smpp.PDU.maxLength = MOST_BYTES;

export type { PDU };

/** @param fields with Buffers for everything that is not ASCII: the library would choose an encoding itself. */
export const newPdu = (command: string, fields: Record<string, unknown> = {}): PDU =>
  new smpp.PDU(command, fields);

/** Decodes a PDU; `bytes` must have the length that it states. @throws if they are not a PDU. */
export const readPdu = (bytes: Buffer): PDU | false => smpp.PDU.fromBuffer(bytes);

const nameOf = new Map(Object.entries(smpp.errors).map(([name, status]) => [status, name]));

/** The specification's name of a command status. */
export function statusName(status: number): string {
  const number = `0x${status.toString(16).padStart(2, "0")}`;
  const name = nameOf.get(status);
  return name ? `${name} (${number})` : number;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
const bufferOf = (value: unknown) => (Buffer.isBuffer(value) ? value : undefined);
const numberOf = (value: unknown) => (typeof value === "number" ? value : 0);

/** The fields of a deliver_sm or data_sm from which a receipt is read. */
export function deliverFieldsOf(pdu: PDU): DeliverFields {
  const short = bufferOf(pdu.short_message);
  return {
    esmClass: numberOf(pdu.esm_class),
    dataCoding: numberOf(pdu.data_coding),
    message: short?.length ? short : (bufferOf(pdu.message_payload) ?? Buffer.alloc(0)),
    receiptedMessageId: bufferOf(pdu.receipted_message_id),
    messageState: bufferOf(pdu.message_state),
    networkErrorCode: bufferOf(pdu.network_error_code),
  };
}

/** Its source and destination addresses. */
export const addressesOf = (pdu: PDU): string[] => [text(pdu.source_addr), text(pdu.destination_addr)];
