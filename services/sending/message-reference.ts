import { createHmac } from "node:crypto";
import { keyFor } from "#runtime/keys.ts";

/** The data, beside the id, from which a message's reference is derived. */
export interface Referenced {
  id: number;
  /** Digits in international form. */
  number: string;
  createdAt: Date;
}

const TAG_DIGITS = 6;

/**
 * A tag of six digits that identifies this very message: after a restore or a failover its id may be issued again, and
 * a late report for it must not be applied to another customer's message. Decimal, without a leading or trailing 0, so
 * that a carrier that parses `17.483927` as a number returns the same.
 */
function tagOf({ id, number, createdAt }: Referenced): string {
  const bytes = createHmac("sha256", keyFor("message-reference"))
    .update(`${id} ${number} ${createdAt.getTime()}`)
    .digest();
  const middle = String(bytes.readUInt32BE(0) % 10_000).padStart(TAG_DIGITS - 2, "0");
  return `${1 + (bytes[4]! % 9)}${middle}${1 + (bytes[5]! % 9)}`;
}

/** The form in which carriers are given our id of a message: `17.483927`. */
export function messageReference(message: Referenced): string {
  return `${message.id}.${tagOf(message)}`;
}

/** The same for carriers that accept only digits: `17483927`. */
export function messageReferenceDigits(message: Referenced): string {
  return `${message.id}${tagOf(message)}`;
}

/** Our ids are within JavaScript's safe integers. */
const ID = String.raw`[1-9]\d{0,14}`;
const WHOLE = new RegExp(`^(${ID})\\.?([1-9]\\d{4}[1-9])$`);
const BARE = new RegExp(`^${ID}$`);

/** A message that a carrier may mean, to be verified with `isReferenceTo`. */
export interface Meant {
  id: number;
  /** Null if the carrier returned an id alone, as releases before the introduction of tags sent it. */
  tag: string | null;
}

/** All possible readings of what a carrier returned as our id. Empty if it cannot be one of our ids. */
export function readReference(text: string): Meant[] {
  const [, id, tag] = WHOLE.exec(text) ?? [];
  const tagged = id !== undefined && tag !== undefined ? [{ id: Number(id), tag }] : [];
  return BARE.test(text) ? [...tagged, { id: Number(text), tag: null }] : tagged;
}

/**
 * Whether the message is the one that was meant. `taggedSince` is when this installation began to use tags: an id
 * without a tag can only mean an older message.
 */
export function isReferenceTo(message: Referenced, { tag }: Meant, taggedSince: Date): boolean {
  return tag === null ? message.createdAt < taggedSince : tag === tagOf(message);
}
