import { z } from "zod";
import { cleaned, visible } from "#core/input/cleaned.ts";
import { wholeNumber } from "#core/input/digits.ts";
import { problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";
import { value } from "#core/input/value.ts";

/**
 * What the operator sets for the whole installation, group by group, with what holds where nothing was set. The
 * allowed countries are in `countries.ts`: their list is heavy, and pages that only need the rest load this.
 */

/** A name is filled into the words of a page, in which braces and angles have a meaning. */
const productName = line(0, 40, "product_name").refine(
  (text) => !/[{}<>]/.test(text),
  problem("product_name"),
);

/** How the product is called. An empty name is the product's own. */
export const brand = z.object({ english: productName, arabic: productName });

const contactText = line(0, 200, "contact_text");

/** A page, an e-mail address or a telephone; never an address that could run something. */
const link = z
  .string({ error: problem("link") })
  .transform(visible)
  .refine((text) => text === "" || isLink(text), problem("link"));

function isLink(text: string): boolean {
  if (text.length > 300 || !/^(https?:\/\/|mailto:|tel:)[^\s\p{Cc}]+$/u.test(text)) return false;
  return URL.canParse(text);
}

/** Whom a developer asks for more. */
export const contact = z.object({ english: contactText, arabic: contactText, link });

/** A week at least: unknown outcomes, reports and idempotency keys live for days. */
export const RETENTION_DAYS = { min: 7, max: 3_660 };

/** Null keeps for ever. Forms give texts, and an empty one for never. */
const days = z
  .union([z.number(), z.string(), z.null()], { error: problem("retention") })
  .transform((given) =>
    typeof given !== "string" ? given : cleaned(given) === "" ? null : (wholeNumber(given) ?? Number.NaN),
  )
  .refine(
    (n) => n === null || (Number.isInteger(n) && n >= RETENTION_DAYS.min && n <= RETENTION_DAYS.max),
    problem("retention"),
  );

/** How many days messages, refused requests and audit entries are kept. */
export const retention = z.object({ messages: days, refusals: days, audit: days });

/** For the days of charts, ledgers and pages. PostgreSQL must know it too, which the service asks. */
export const timeZone = value("time_zone").refine((zone) => {
  try {
    // An offset such as +03:00 is a zone for some, and none for PostgreSQL's list.
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}, problem("time_zone"));

export const timeZoneSetting = z.object({ timeZone });

/** Whether every admin must sign in with a second factor. */
export const security = z.object({ requireTwoFactor: z.boolean({ error: problem("switch") }) });

export const settingDefaults = {
  brand: { english: "", arabic: "" },
  contact: { english: "", arabic: "", link: "" },
  retention: { messages: 365, refusals: 90, audit: 730 },
  timeZone: { timeZone: "Asia/Damascus" },
  security: { requireTwoFactor: false },
} satisfies {
  brand: z.output<typeof brand>;
  contact: z.output<typeof contact>;
  retention: z.output<typeof retention>;
  timeZone: z.output<typeof timeZoneSetting>;
  security: z.output<typeof security>;
};
