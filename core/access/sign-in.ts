import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { email, password } from "./user.ts";

/** A password that is asked for. Nothing is said of its form: whoever guesses learns nothing. */
export const typedPassword = z
  .string({ error: problem("required") })
  .min(1, problem("required"))
  .max(1000, problem("required"));

export const credentials = z.object({ email, password: typedPassword });

/** A user's own change of password. */
export const passwordChange = z.object({ current: typedPassword, password });

/** The secret of a link as it was opened: what was pasted behind it, such as a full stop or a direction mark, is none of it. */
export function linkSecret(text: string): string {
  return /^[\w-]{1,200}/.exec(text)?.[0] ?? "";
}

/** The password set through an invitation or a reset link. */
export const linkedPassword = z.object({ secret: z.string().transform(linkSecret), password });

/** The languages of the dashboard. */
export const languages = ["en", "ar"] as const;
export type Language = (typeof languages)[number];
export const language = z.enum(languages, { error: problem("language") });

/** How long a link to set a password works. */
export const LINK_DAYS = 7;
