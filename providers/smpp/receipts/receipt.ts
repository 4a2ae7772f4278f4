/** The fields of a deliver_sm or data_sm that may contain a receipt. */
export interface DeliverFields {
  esmClass: number;
  dataCoding: number;
  /** short_message, or message_payload where that is empty. */
  message: Buffer;
  receiptedMessageId?: Buffer | undefined;
  messageState?: Buffer | undefined;
  networkErrorCode?: Buffer | undefined;
}

export interface Receipt {
  /** The carrier's id as written in the receipt; empty if there is none. */
  id: string;
  kind: "delivered" | "failed" | "intermediate";
  /** The state in SMPP's terms with the carrier's error code: safe to store. */
  word: string;
}

/** SMPP 3.4, 5.2.28, and appendix B. UNKNOWN is not final: no credit is returned for it. */
const STATES: [word: string, kind: Receipt["kind"]][] = [
  ["", "intermediate"],
  ["ENROUTE", "intermediate"],
  ["DELIVRD", "delivered"],
  ["EXPIRED", "failed"],
  ["DELETED", "failed"],
  ["UNDELIV", "failed"],
  ["ACCEPTD", "intermediate"],
  ["UNKNOWN", "intermediate"],
  ["REJECTD", "failed"],
];

/** Some carriers spell the states out. */
const SPELLINGS: Record<string, string> = {
  DELIVERED: "DELIVRD",
  UNDELIVERABLE: "UNDELIV",
  UNDELIVERED: "UNDELIV",
  REJECTED: "REJECTD",
  ACCEPTED: "ACCEPTD",
};

/** States in between that some carriers know beside these. Only known words are stored, since a text could hold a code. */
const FURTHER_WORDS = new Set(["BUFFRED", "SCHEDULED"]);

const MESSAGE_TYPE = 0x3c;
const DELIVERY_RECEIPT = 0x04;
const INTERMEDIATE = 0x20;
const HAS_HEADER = 0x40;

/**
 * Reads a receipt; null if it is not one, but a message from a phone or something else.
 * @param byText whether one that only its text tells counts, too.
 */
export function readReceipt(fields: DeliverFields, byText = false): Receipt | null {
  const { esmClass, receiptedMessageId, messageState } = fields;
  const isIntermediate = (esmClass & MESSAGE_TYPE) === INTERMEDIATE;
  const isReceipt = (esmClass & MESSAGE_TYPE) === DELIVERY_RECEIPT;
  const text = textOf(fields);
  const looksLikeOne = byText && field(text, "id") !== "" && field(text, "stat") !== "";
  const isNamed = receiptedMessageId && messageState;
  if (!isReceipt && !isIntermediate && !isNamed && !looksLikeOne) return null;
  const named = (receiptedMessageId && cString(receiptedMessageId)) || field(text, "id");
  const [word, kind] = stateOf(messageState, field(text, "stat"));
  const error = errorOf(fields.networkErrorCode, field(text, "err"));
  return {
    id: named,
    kind: isIntermediate ? "intermediate" : kind,
    word: error === "" ? word : `${word} err:${error}`,
  };
}

/** Text without its terminating NUL and the carrier's padding. */
function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes
    .subarray(0, end === -1 ? bytes.length : end)
    .toString("latin1")
    .trim();
}

/** Whatever data_coding says, receipts are ASCII, or ASCII in UTF-16. */
function textOf({ esmClass, dataCoding, message }: DeliverFields): string {
  const header = (esmClass & HAS_HEADER) !== 0 && message.length > 0 ? message[0]! + 1 : 0;
  const bytes = message.subarray(header);
  const isWide = (dataCoding & 0x0f) === 8 && bytes.length >= 2 && bytes[0] === 0;
  const text = isWide
    ? Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString("utf16le")
    : bytes.toString("latin1");
  // What follows is the beginning of the message itself: no field is read from it, and none of it is stored.
  const end = /(?:^|[\s,;])text:/i.exec(text)?.index;
  return text.slice(0, end);
}

/** A field of appendix B's format, `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`, in any order. */
function field(text: string, name: string): string {
  const found = new RegExp(`(?:^|[\\s,;])${name}:[ \\t]?([^\\s,;\\0]{0,100})`, "i").exec(text)?.[1] ?? "";
  // "id: sub:001": the id is empty, and what follows is another field.
  return /^(sub|dlvrd|submit|done|stat|err|text):/i.test(found) || found === "sub:" ? "" : found;
}

/** The message_state parameter takes precedence over the text. */
function stateOf(parameter: Buffer | undefined, text: string): [word: string, kind: Receipt["kind"]] {
  const known = parameter?.length ? STATES[parameter[0]!] : undefined;
  if (known && known[0] !== "") return known;
  const upper = text.toUpperCase();
  const word = SPELLINGS[upper] ?? upper;
  if (FURTHER_WORDS.has(word)) return [word, "intermediate"];
  return STATES.find(([each]) => each !== "" && each === word) ?? ["UNKNOWN", "intermediate"];
}

/** At most three digits are kept, since no code is that short. */
function errorOf(parameter: Buffer | undefined, text: string): string {
  if (/^[0-9a-f]{1,3}$/i.test(text)) return text;
  // One byte for the network type, and two for the error.
  return parameter?.length === 3 && parameter.readUInt16BE(1) <= 999 ? String(parameter.readUInt16BE(1)) : "";
}
