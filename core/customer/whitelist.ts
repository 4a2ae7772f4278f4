import { z } from "zod";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";
import { pageInput } from "#core/table/page-input.ts";
import { searched, tableParams } from "#core/table/table-params.ts";
import { normaliseCidr } from "./address.ts";

/** An address or a range in its canonical form, such as `203.0.113.7/32`. */
export const range = z.string({ error: problem("range") }).transform((text, context) => {
  const canonical = normaliseCidr(text);
  if (canonical === null) {
    context.addIssue({ code: "custom", message: problem("range") });
    return z.NEVER;
  }
  return canonical;
});

export const newWhitelistEntry = z.object({
  accountId: id,
  range,
  label: line(0, 100, "label").default(""),
  /** Confirms that a range which covers the internet, or a large part of it, is intended. */
  confirmed: z.boolean({ error: problem("switch") }).default(false),
});

/** The parameters of the address of a whitelist. */
export const whitelistParams = { ...tableParams, q: searched };

/** A page of an account's whitelist. */
export const whitelistPage = z.object({ accountId: id, q: searched, ...pageInput });
export type WhitelistPage = z.output<typeof whitelistPage>;

export const whitelistSwitch = z.object({
  accountId: id,
  enforced: z.union([z.boolean(), z.enum(["on", "off"]).transform((text) => text === "on")], {
    error: problem("switch"),
  }),
});
