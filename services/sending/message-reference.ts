import { createHmac } from "node:crypto";
import { keyFor } from "#runtime/keys.ts";

/** What a message's reference is made of, beside its id. */
export interface Referenced {
  id: number;
  /** Digits in international form. */
  number: string;
  createdAt: Date;
}

const TAG_DIGITS = 6;

/**
 * Six digits that only this very message has: after a restore or a failover its id may be issued again, and a late
 * report for it must not meet another customer's message. Decimal, without a 0 at either end, so that a carrier that
 * reads `17.483927` as a number gives back the same.
 */
function tagOf({ id, number, createdAt }: Referenced): string {
  const bytes = createHmac("sha256", keyFor("message-reference"))
    .update(`${id} ${number} ${createdAt.getTime()}`)
    .digest();
  const middle = String(bytes.readUInt32BE(0) % 10_000).padStart(TAG_DIGITS - 2, "0");
  return `${1 + (bytes[4]! % 9)}${middle}${1 + (bytes[5]! % 9)}`;
}

/** What a carrier is told as our id of a message: `17.483927`. */
export function messageReference(message: Referenced): string {
  return `${message.id}.${tagOf(message)}`;
}

/** The same for carriers that take nothing but digits: `17483927`. */
export function messageReferenceDigits(message: Referenced): string {
  return `${message.id}${tagOf(message)}`;
}

/** Our ids are within JavaScript's safe integers. */
const ID = String.raw`[1-9]\d{0,14}`;
const WHOLE = new RegExp(`^(${ID})\\.?([1-9]\\d{4}[1-9])$`);
const BARE = new RegExp(`^${ID}$`);

/** A message that a carrier may mean, to be looked at with `isReferenceTo`. */
export interface Meant {
  id: number;
  /** Null where the carrier gave an id alone, as a release before tags told it. */
  tag: string | null;
}

/** Every reading of what a carrier gave back as our id. None where it is no id of ours. */
export function readReference(text: string): Meant[] {
  const [, id, tag] = WHOLE.exec(text) ?? [];
  const tagged = id !== undefined && tag !== undefined ? [{ id: Number(id), tag }] : [];
  return BARE.test(text) ? [...tagged, { id: Number(text), tag: null }] : tagged;
}

/**
 * Whether the message is the one that was meant. `taggedSince` is when this installation began to tell tags: an id alone
 * means an older message or none.
 */
export function isReferenceTo(message: Referenced, { tag }: Meant, taggedSince: Date): boolean {
  return tag === null ? message.createdAt < taggedSince : tag === tagOf(message);
}
