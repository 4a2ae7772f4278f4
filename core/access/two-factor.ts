import { Secret, TOTP } from "otpauth";
import { z } from "zod";
import { cleaned } from "#core/input/cleaned.ts";
import { problem } from "#core/input/problem.ts";
import { typedPassword } from "./sign-in.ts";

/** RFC 4226 asks for at least 128 bits and recommends 160. */
export const SECRET_BYTES = 20;
const STEP_S = 30;
/** Time steps by which the device's clock may be behind or ahead. */
const DRIFT_STEPS = 1;

export const RECOVERY_CODES = 10;
/** Maximum time between entering the password and entering the code. */
export const CODE_MINUTES = 10;
/** Maximum time between showing the QR code and entering the first code. */
export const ENROL_MINUTES = 60;

/** The secret in base32, as authenticator apps take it. */
export function secretText(bytes: Uint8Array): string {
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}

/** The content of the QR code (an otpauth URI). */
export function otpauthUri(secret: string, { issuer, email }: { issuer: string; email: string }): string {
  return new TOTP({ issuer, label: email, secret: Secret.fromBase32(secret) }).toString();
}

/** The time step to which this code belongs: the current one or one of its neighbours. Null if the code is wrong. */
export function stepOf(secret: string, code: string, at: Date): number | null {
  const timestamp = at.getTime();
  const delta = TOTP.validate({
    token: code,
    secret: Secret.fromBase32(secret),
    period: STEP_S,
    window: DRIFT_STEPS,
    timestamp,
  });
  return delta === null ? null : Math.floor(timestamp / 1000 / STEP_S) + delta;
}

/** The code of a time step, as the authenticator app shows it. */
export function codeAt(secret: string, at: Date): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), period: STEP_S, timestamp: at.getTime() });
}

/** Letters and digits, without those that look alike. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const HALF = 5;

/** A recovery code such as `k7mfq-2xz9a`: 49 bits. `below(n)` returns a random integer from 0 to n - 1. */
export function recoveryCodeOf(below: (end: number) => number): string {
  const half = () => Array.from({ length: HALF }, () => ALPHABET[below(ALPHABET.length)]).join("");
  return `${half()}-${half()}`;
}

export type SecondFactor = { kind: "app" | "recovery"; code: string };

/** Six digits from the app, or a recovery code, with any spacing and in the digits of any script. */
export const secondFactor = z
  .string({ error: problem("code") })
  .max(100, problem("code"))
  .transform((text, context): SecondFactor => {
    const code = cleaned(text)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "");
    if (/^\d{6}$/.test(code)) return { kind: "app", code };
    if (code.length === 2 * HALF) {
      return { kind: "recovery", code: `${code.slice(0, HALF)}-${code.slice(HALF)}` };
    }
    context.addIssue({ code: "custom", message: problem("code") });
    return z.NEVER;
  });

export const signInCode = z.object({ pending: z.string().max(1000), code: secondFactor });
export const enrolmentStart = z.object({ password: typedPassword });
export const enrolment = z.object({ pending: z.string().max(1000), code: secondFactor });
export const identityProof = z.object({ password: typedPassword, code: secondFactor });
