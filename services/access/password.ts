import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import { Refused } from "#core/input/refusal.ts";
import { shared } from "#runtime/shared.ts";

/** OWASP's minimum for argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Without i, l, o, 0 and 1, which look alike on a screen and over the phone. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * argon2 runs on libuv's four threads, which DNS look-ups and file access use too. Two are left to those, and when too
 * many sign-ins are queued further ones are refused before they fill memory: 100 in the queue are about two seconds of
 * work.
 */
const CONCURRENCY = 2;
const MAX_WAITING = 100;

/** One queue per process: Next's bundle and plain Node each have a copy of this module. */
const turns = () => shared("password-turns", () => pLimit(CONCURRENCY));

/** @throws {Refused} `busy` if too many are queued already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (turns().pendingCount >= MAX_WAITING) throw new Refused("busy");
  return turns()(work);
}

/** @throws {Refused} `busy`. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize("NFC"), cost));
}

let absent: Promise<string> | undefined;

/**
 * Takes equally long if there is no hash, so that response times do not reveal which users have a password.
 * @throws {Refused} `busy`.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  // Not queued: a refusal by the queue would be remembered in place of the hash.
  absent ??= hash(makePassword(), cost);
  const expected = stored ?? (await absent);
  const matches = await inTurn(() => verify(expected, password.normalize("NFC")));
  return matches && stored !== null;
}

/** A random password of five groups of four, such as `k7mf-q2xz-9abc-hj3d-wxyz`: 99 bits, easy to hand over. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: 5 }, group).join("-");
}
