import { z } from "zod";
import { cleaned, visible } from "#core/input/cleaned.ts";
import { wholeNumber } from "#core/input/digits.ts";
import { problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";
import { value } from "#core/input/value.ts";

/**
 * The settings of the whole installation, by group, with their defaults. The allowed countries are in `countries.ts`:
 * their list is large, and pages that need only the other settings load this file.
 */

/** A name is inserted into translated texts, in which braces and angle brackets have a meaning. */
const productName = line(0, 40, "product_name").refine(
  (text) => !/[{}<>]/.test(text),
  problem("product_name"),
);

/** The product's name as the operator sets it. Empty means the default name. */
export const brand = z.object({ english: productName, arabic: productName });

const contactText = line(0, 200, "contact_text");

/**
 * A page, an e-mail address or a phone number; never a URL that could execute something (such as `javascript:`).
 */
const link = z
  .string({ error: problem("link") })
  .transform(visible)
  .refine((text) => text === "" || isLink(text), problem("link"));

function isLink(text: string): boolean {
  if (text.length > 300 || !/^(https?:\/\/|mailto:|tel:)[^\s\p{Cc}]+$/u.test(text)) return false;
  return URL.canParse(text);
}

/** Whom a developer contacts for more credit or help. */
export const contact = z.object({ english: contactText, arabic: contactText, link });

/** At least a week: unknown outcomes, reports and idempotency keys live for days. */
export const RETENTION_DAYS = { min: 7, max: 3_660 };

/** Null keeps rows for ever. Forms send texts, an empty one for null. */
const days = z
  .union([z.number(), z.string(), z.null()], { error: problem("retention") })
  .transform((given) =>
    typeof given !== "string" ? given : cleaned(given) === "" ? null : (wholeNumber(given) ?? Number.NaN),
  )
  .refine(
    (n) => n === null || (Number.isInteger(n) && n >= RETENTION_DAYS.min && n <= RETENTION_DAYS.max),
    problem("retention"),
  );

/** Kept for so long unless somebody chooses otherwise. */
const NOTICE_DAYS = 90;

/** How many days messages, refused requests, audit entries and notices are kept. */
export const retention = z.object({
  messages: days,
  refusals: days,
  audit: days,
  notices: days.default(NOTICE_DAYS),
});

/** The time zone of charts, ledgers and pages. PostgreSQL must know it too; the service checks that. */
export const timeZone = value("time_zone").refine((zone) => {
  try {
    // JavaScript accepts an offset such as +03:00 as a zone, but it is not in PostgreSQL's list.
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}, problem("time_zone"));

export const timeZoneSetting = z.object({ timeZone });

const onOff = z.boolean({ error: problem("switch") });

/** Whether every one of the operator's people, and everybody in any account, must sign in with a second factor. */
export const security = z.object({
  requireTwoFactor: onOff,
  requireTwoFactorOfMembers: onOff.default(false),
});

export const settingDefaults = {
  brand: { english: "", arabic: "" },
  contact: { english: "", arabic: "", link: "" },
  retention: { messages: 365, refusals: 90, audit: 730, notices: NOTICE_DAYS },
  timeZone: { timeZone: "Asia/Damascus" },
  security: { requireTwoFactor: false, requireTwoFactorOfMembers: false },
} satisfies {
  brand: z.output<typeof brand>;
  contact: z.output<typeof contact>;
  retention: z.output<typeof retention>;
  timeZone: z.output<typeof timeZoneSetting>;
  security: z.output<typeof security>;
};
