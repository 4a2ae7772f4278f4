import smpp, { type PDU } from "smpp";
import type { DeliverFields } from "./receipt.ts";

/* Everything that touches the library: it encodes and decodes PDUs, and nothing more (`session.ts` says why). */

// Its filters read texts as GSM 03.38, which ruins ids, choose encodings, and throw on dates that are none.
for (const command of ["submit_sm", "deliver_sm", "data_sm"]) {
  for (const field of Object.values(smpp.commands[command]?.params ?? {})) delete field.filter;
}
delete smpp.tlvs.message_payload!.filter;
// A C-string without its NUL would swallow the next parameter, and a state of no byte would throw.
for (const tlv of ["receipted_message_id", "message_state", "network_error_code"]) {
  smpp.tlvs[tlv]!.type = smpp.types.tlv.buffer;
}
/** With message_payload a PDU may have 64 KiB and its fields. */
export const MOST_BYTES = 66_000;
smpp.PDU.maxLength = MOST_BYTES;

export type { PDU };

/** @param fields with Buffers for whatever is not ASCII: the library would choose an encoding of its own. */
export const newPdu = (command: string, fields: Record<string, unknown> = {}): PDU =>
  new smpp.PDU(command, fields);

/** A PDU of these bytes, which are as many as it says. @throws where they are none. */
export const readPdu = (bytes: Buffer): PDU | false => smpp.PDU.fromBuffer(bytes);

const nameOf = new Map(Object.entries(smpp.errors).map(([name, status]) => [status, name]));

/** A command status as the specification calls it. */
export function statusName(status: number): string {
  const number = `0x${status.toString(16).padStart(2, "0")}`;
  const name = nameOf.get(status);
  return name ? `${name} (${number})` : number;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
const bufferOf = (value: unknown) => (Buffer.isBuffer(value) ? value : undefined);
const numberOf = (value: unknown) => (typeof value === "number" ? value : 0);

/** What of a deliver_sm or data_sm a receipt is read from. */
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

/** Where it says that it comes from and goes to. */
export const addressesOf = (pdu: PDU): string[] => [text(pdu.source_addr), text(pdu.destination_addr)];
