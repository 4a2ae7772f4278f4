import { GUESSES, GUESSES_PER_ADDRESS, type Guessed, WINDOW_MINUTES } from "#core/access/throttle.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  countFailures,
  deleteOldFailures,
  forgetFailures,
  takeBackFailure,
} from "#db/queries/users/sign-in-attempts.ts";
import { database } from "#runtime/database.ts";

/** Whose secret is guessed, and from where. */
export interface Guess {
  what: Guessed;
  /** An e-mail's keyed hash, or a user's id. */
  subject: string | number;
  address: string | null;
}

/**
 * The one throttle for everything that can be guessed, in PostgreSQL, so that it holds across processes. `look`
 * says whether the guess is right; undefined where it is not.
 * @throws {Refused} `too_many_guesses` without looking, after too many wrong ones of a subject or an address.
 */
export async function guarded<T>(
  { what, subject, address }: Guess,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const subjectKey = `${what}:${subject}`;
  const addressKey = address && `address:${address}`;
  const limits = new Map<string, number>([[subjectKey, GUESSES[what]]]);
  if (addressKey) limits.set(addressKey, GUESSES_PER_ADDRESS);
  const keys = [...limits.keys()];
  // Counted before the guess is looked at, and taken back if it is right: guesses made at once are all seen.
  const counted = await countFailures(database(), keys, WINDOW_MINUTES);
  const full = counted.find(({ key, failures }) => failures > limits.get(key)!);
  if (full) {
    await Promise.all(keys.map((key) => takeBackFailure(database(), key)));
    throw new Refused("too_many_guesses", { minutes: Math.max(1, full.minutesLeft) });
  }
  const found = await look();
  if (found === undefined) return undefined;
  await forgetFailures(database(), subjectKey);
  // Only this one is taken back: whoever knows one password must not clear an address for guessing others.
  if (addressKey) await takeBackFailure(database(), addressKey);
  return found;
}

/** Forgets failures that count no more. */
export async function forgetOldFailures(): Promise<void> {
  await deleteOldFailures(database(), WINDOW_MINUTES);
}
