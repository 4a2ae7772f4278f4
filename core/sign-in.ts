import { z } from "zod";
import { problem } from "./problem.ts";
import { email, password } from "./user.ts";

/** What is typed at sign-in. Nothing is said of a password's form: whoever guesses learns nothing. */
export const credentials = z.object({
  email,
  password: z
    .string({ error: problem("required") })
    .min(1, problem("required"))
    .max(1000, problem("required")),
});

/** A user's own change of password. */
export const passwordChange = z.object({
  current: z
    .string({ error: problem("required") })
    .min(1, problem("required"))
    .max(1000, problem("required")),
  password,
});

/** The password set through an invitation or a reset link. */
export const linkedPassword = z.object({ secret: z.string().max(200), password });

/** The languages of the dashboard. */
export const languages = ["en", "ar"] as const;
export type Language = (typeof languages)[number];
export const language = z.enum(languages, { error: problem("language") });

/** How many sign-ins may fail within the window before further ones are refused unseen. */
export const SIGN_IN_LIMITS = { windowMinutes: 15, perEmail: 10, perAddress: 30 } as const;

/** How long a link to set a password works. */
export const LINK_DAYS = 7;
