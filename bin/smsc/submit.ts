import { gsmText } from "#core/template/gsm-alphabet.ts";
import { addressesOf, type PDU } from "#providers/smpp/wire/pdu.ts";

const HAS_HEADER = 0x40;
/** 3GPP 23.040, 9.2.3.24.1 and .8: the information elements that number the parts of a text, with the bytes of a reference. */
const CONCATENATION: Record<number, number> = { 0: 1, 8: 2 };

/** What a submit says, for a person to read. Control characters of its text are replaced: they would reach a terminal. */
export function readSubmit(pdu: PDU) {
  const [from, to] = addressesOf(pdu) as [string, string];
  const content = bytesOf(pdu.short_message);
  const whole = content.length > 0 ? content : bytesOf(pdu.message_payload);
  const headerLength = Number(pdu.esm_class) & HAS_HEADER ? (whole[0] ?? 0) + 1 : 0;
  const { alphabet, text } = decoded(whole.subarray(headerLength), Number(pdu.data_coding));
  const place = placeIn(whole.subarray(1, headerLength)) ?? placeBySar(pdu);
  return {
    from: printable(from),
    to: printable(to),
    text: printable(text),
    alphabet,
    part: place ? `, part ${place.number} of ${place.total}` : "",
    wantsReceipt: (Number(pdu.registered_delivery) & 0x03) === 1,
  };
}

function decoded(bytes: Buffer, coding: number): { alphabet: string; text: string } {
  if (coding === 0) return { alphabet: "GSM", text: gsmText(bytes) };
  if (coding === 1 || coding === 3) return { alphabet: "Latin 1", text: bytes.toString("latin1") };
  // An odd byte at the end is no character.
  const pairs = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  if (coding === 8) return { alphabet: "UCS-2", text: pairs.swap16().toString("utf16le") };
  return { alphabet: `data_coding ${coding}`, text: bytes.toString("hex") };
}

function placeIn(header: Buffer): { number: number; total: number } | undefined {
  for (let at = 0; at + 1 < header.length; at += 2 + header[at + 1]!) {
    const reference = CONCATENATION[header[at]!];
    const total = reference && header[at + 2 + reference];
    const number = reference && header[at + 3 + reference];
    if (total && number) return { number, total };
  }
  return undefined;
}

function placeBySar({ sar_segment_seqnum, sar_total_segments }: PDU) {
  const place = { number: Number(sar_segment_seqnum), total: Number(sar_total_segments) };
  return place.number && place.total ? place : undefined;
}

const bytesOf = (value: unknown): Buffer => (Buffer.isBuffer(value) ? value : Buffer.alloc(0));

const printable = (text: string) => text.replaceAll(/\p{Cc}/gu, " ");

/** The text of a receipt, as SMPP 3.4, appendix B, suggests it. */
export function receiptText({ id, stat, submittedAt }: { id: string; stat: string; submittedAt: Date }) {
  const isDelivered = stat === "DELIVRD";
  return [
    `id:${id} sub:001 dlvrd:${isDelivered ? "001" : "000"}`,
    `submit date:${minute(submittedAt)} done date:${minute(new Date())}`,
    `stat:${stat} err:${isDelivered ? "000" : "001"} text:`,
  ].join(" ");
}

/** YYMMDDhhmm. */
const minute = (time: Date) => time.toISOString().replaceAll(/[-T:]/g, "").slice(2, 12);
