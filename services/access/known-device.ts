import { randomUUID } from "node:crypto";
import { z } from "zod";
import { hmac, seal, unseal } from "#runtime/keys.ts";

/**
 * Remembers browsers in which a user has signed in before (OWASP's "device cookies"). They have their own count of
 * wrong guesses, so that a stranger who guesses the password of a known e-mail cannot lock its owner out of them. The
 * cookie alone does not sign anybody in.
 */

/** How many users one browser remembers: those who signed in last. */
const MAX_USERS = 5;

const remembered = z.array(z.object({ who: z.string(), id: z.string() })).max(MAX_USERS);
type Remembered = z.output<typeof remembered>;

const CONTEXT = "device";
const whoIs = (email: string) => hmac("sign-in", `device ${email.toLowerCase()}`).toString("base64url");

/** The browser's id for the user with this e-mail; null if they have not signed in with it. */
export function knownDevice(cookie: string | null, email: string): string | null {
  return read(cookie).find(({ who }) => who === whoIs(email))?.id ?? null;
}

/**
 * Adds the user with this e-mail to the browser's cookie.
 * @returns the cookie's new value.
 */
export function rememberDevice(cookie: string | null, email: string): string {
  const who = whoIs(email);
  const before = read(cookie);
  const mine = before.find((each) => each.who === who) ?? { who, id: randomUUID() };
  const next = [mine, ...before.filter((each) => each.who !== who)].slice(0, MAX_USERS);
  return seal("sign-in", JSON.stringify(next), CONTEXT).toString("base64url");
}

function read(cookie: string | null): Remembered {
  if (!cookie) return [];
  try {
    return remembered.parse(JSON.parse(unseal("sign-in", Buffer.from(cookie, "base64url"), CONTEXT)));
  } catch {
    return [];
  }
}
