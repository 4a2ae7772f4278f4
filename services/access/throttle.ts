import {
  GUESSES,
  GUESSES_PER_ADDRESS,
  type Guessed,
  INVITATIONS_PER_ACCOUNT,
  provesIdentity,
  WINDOW_MINUTES,
} from "#core/access/throttle.ts";
import { subscriberOf } from "#core/customer/address.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  countFailures,
  deleteOldFailures,
  forgetFailures,
  takeBackFailure,
} from "#db/queries/users/sign-in-attempts.ts";
import { database, type Executor } from "#runtime/database/pools.ts";

/** A guess: whose secret is guessed, and from where. */
export interface Guess {
  what: Guessed;
  /** The keyed hash of an e-mail, or a user's id. */
  subject: string | number;
  address: string | null;
  /** The id, from `knownDevice`, of a browser in which the subject has signed in before. */
  device?: string | null;
}

/**
 * The one throttle for everything that can be guessed. It is in PostgreSQL, so that it holds across processes. `look`
 * checks the guess and returns undefined if it is wrong.
 * @throws {Refused} `too_many_guesses`, without calling `look`, after too many wrong guesses of a subject or from an
 * address.
 */
export async function guarded<T>(guess: Guess, look: () => Promise<T | undefined>): Promise<T | undefined> {
  const { own, others } = countersOf(guess);
  const limits = new Map([...own, ...others]);
  const keys = [...limits.keys()];
  // Counted before it is checked, and taken back if it is right, so that concurrent guesses are all counted.
  const counted = await countFailures(database(), keys, WINDOW_MINUTES);
  const full = counted.find(({ key, failures }) => failures > limits.get(key)!);
  const takeBack = (some: Iterable<string>) =>
    Promise.all([...some].map((key) => takeBackFailure(database(), key)));
  if (full) {
    await takeBack(keys);
    throw new Refused("too_many_guesses", { minutes: Math.max(1, full.minutesLeft) });
  }
  const found = await look();
  if (found === undefined) return undefined;
  await Promise.all([...own.keys()].map((key) => forgetFailures(database(), key)));
  await takeBack(others.keys());
  return found;
}

/**
 * The counters of a guess, each with its limit. A right guess clears its `own` counters; in the `others` only this one
 * guess is taken back: otherwise a person who knows one password could reset their address's counter and guess other
 * people's. So it is with all counters of what proves nobody's identity.
 */
function countersOf({ what, subject, address, device }: Guess) {
  const { here, everywhere } = GUESSES[what];
  const whose = `${what}:${subject}`;
  const place = address && subscriberOf(address);
  const own: [string, number][] = device
    ? [
        [`${whose}:devices`, everywhere],
        [`${whose}:device:${device}`, here],
      ]
    : [
        [whose, everywhere],
        [`${whose}:from:${place}`, here],
      ];
  const others: [string, number][] = place && !device ? [[`address:${place}`, GUESSES_PER_ADDRESS]] : [];
  if (provesIdentity(what)) return { own: new Map(own), others: new Map(others) };
  return { own: new Map<string, number>(), others: new Map([...own, ...others]) };
}

/**
 * Counts an invitation by the team of an account, in the transaction that makes it.
 * @throws {Refused} `too_many_invitations`.
 */
export async function countInvitation(tx: Executor, accountId: number): Promise<void> {
  const [counted] = await countFailures(tx, [`invitation:${accountId}`], WINDOW_MINUTES);
  if (counted!.failures <= INVITATIONS_PER_ACCOUNT) return;
  throw new Refused("too_many_invitations", { minutes: Math.max(1, counted!.minutesLeft) });
}

/** Deletes expired counters. */
export async function forgetOldFailures(): Promise<void> {
  await deleteOldFailures(database(), WINDOW_MINUTES);
}
