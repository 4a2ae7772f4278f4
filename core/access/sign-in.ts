import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { email, password } from "./user.ts";

/** The password typed at sign-in. No error describes the expected format, so that a guesser learns nothing. */
export const typedPassword = z
  .string({ error: problem("required") })
  .min(1, problem("required"))
  .max(1000, problem("required"));

export const credentials = z.object({ email, password: typedPassword });

/** A user changes their own password. */
export const passwordChange = z.object({ current: typedPassword, password });

/** A user changes what they sign in with. */
export const emailChange = z.object({ current: typedPassword, email });

/**
 * The secret from a link as it was opened. Trailing characters pasted along, such as a full stop or a direction mark,
 * are dropped.
 */
export function linkSecret(text: string): string {
  return /^[\w-]{1,200}/.exec(text)?.[0] ?? "";
}

/** The password set through an invitation or reset link. */
export const linkedPassword = z.object({ secret: z.string().transform(linkSecret), password });

/** The languages of the dashboard. */
export const languages = ["en", "ar"] as const;
export type Language = (typeof languages)[number];
export const language = z.enum(languages, { error: problem("language") });

/** How long a link to set a password is valid. */
export const LINK_DAYS = 7;
