import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's minimum for argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Without i, l, o, 0 and 1, which look alike on a screen and over the telephone. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

let absent: Promise<string> | undefined;

/** Takes as long where there is no hash: the time of an answer does not tell who has a password. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  absent ??= hashPassword(makePassword());
  const matches = await verify(stored ?? (await absent), password.normalize("NFC"));
  return matches && stored !== null;
}

/** Five groups of four, such as `k7mf-q2xz-9abc-hj3d-wxyz`: 99 bits, easy to hand over. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: 5 }, group).join("-");
}
