import { subscriberOf } from "#core/customer/address.ts";
import { shared } from "#runtime/shared.ts";

/**
 * Tokens that do not exist, and who asks with them. Nothing here touches a token that exists: tokens are random, so one
 * that did not exist a moment ago is not made later.
 */

const REMEMBERED_MS = 60_000;
/** Of tokens and of addresses. */
const LIMIT = 10_000;

const unknown = () => shared("unknown-tokens", () => new Map<string, number>());

/** Whether the database said a moment ago that there is no such token. */
export function isKnownToBeUnknown(tokenHash: string): boolean {
  const until = unknown().get(tokenHash);
  return until !== undefined && performance.now() < until;
}

export function noteUnknown(tokenHash: string): void {
  put(unknown(), tokenHash, performance.now() + REMEMBERED_MS);
}

/** So many answers a second an address gets at once. The next ones are held back, so that a closed loop starves itself. */
const PER_SECOND = 20;
const LONGEST_MS = 1_000;

const paces = () => shared("unknown-token-paces", () => new Map<string, number>());

/**
 * How long to hold back the answer to one more unknown token of this address, in milliseconds. A leaky bucket: `empty` is
 * when the address would have used up what it may ask at this pace.
 */
export function holdBackMs(address: string | null, now = performance.now()): number {
  const place = address === null ? "none" : subscriberOf(address);
  const empty = Math.max(paces().get(place) ?? 0, now) + 1_000 / PER_SECOND;
  const over = empty - now - LONGEST_MS;
  put(paces(), place, Math.min(empty, now + 2 * LONGEST_MS));
  return Math.min(LONGEST_MS, Math.max(0, over));
}

/** What was put in first makes room. */
function put(all: Map<string, number>, key: string, value: number): void {
  all.delete(key);
  const [oldest] = all.keys();
  if (all.size >= LIMIT && oldest !== undefined) all.delete(oldest);
  all.set(key, value);
}
