import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";
import { Refused } from "#core/input/refusal.ts";
import { shared } from "#runtime/shared.ts";

/** OWASP's minimum for argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Without i, l, o, 0 and 1, which look alike on a screen and over the telephone. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * argon2 works on the four threads that name look-ups and files use too. Two are left to those, and a crowd of
 * sign-ins is turned away before it fills memory: 100 that wait are some two seconds of work.
 */
const AT_ONCE = 2;
const MAX_WAITING = 100;

/** One for the process: Next's bundle and plain Node each have a copy of this module. */
const turns = () => shared("password-turns", () => pLimit(AT_ONCE));

/** @throws {Refused} `busy` where too many wait already. */
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
 * Takes as long where there is no hash: the time of an answer does not tell who has a password.
 * @throws {Refused} `busy`.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  // Not in turn: one that was turned away would be remembered.
  absent ??= hash(makePassword(), cost);
  const expected = stored ?? (await absent);
  const matches = await inTurn(() => verify(expected, password.normalize("NFC")));
  return matches && stored !== null;
}

/** Five groups of four, such as `k7mf-q2xz-9abc-hj3d-wxyz`: 99 bits, easy to hand over. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: 5 }, group).join("-");
}
