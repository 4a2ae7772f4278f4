import { z } from "zod";
import { email } from "#core/access/user.ts";
import { basis } from "#core/input/basis.ts";
import { visible } from "#core/input/cleaned.ts";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { line, name, paragraph } from "#core/input/text.ts";
import { value } from "#core/input/value.ts";
import { pageInput } from "#core/table/page-input.ts";
import { searched, tableParams } from "#core/table/table-params.ts";
import { ACCOUNT_ORDERS, ACCOUNT_STATUSES } from "./account-choices.ts";
import { type AccountName, storedNames } from "./account-name.ts";

/** A name in one language; empty if there is none. */
const nameField = line(0, 100, "name");
/** Either the only name, in whichever language, or one for each language. */
const names = {
  name: name.optional(),
  englishName: nameField.optional(),
  arabicName: nameField.optional(),
};

export const newAccount = z
  .object(names)
  .transform(({ name, englishName = "", arabicName = "" }): AccountName | null =>
    name === undefined
      ? storedNames({ englishName, arabicName })
      : storedNames(
          arabicName === "" ? { englishName: name, arabicName: "" } : { englishName: name, arabicName },
        ),
  )
  .transform((stored, context): AccountName => {
    if (stored) return stored;
    context.addIssue({ code: "custom", message: problem("required"), path: ["englishName"] });
    return z.NEVER;
  });

/** An empty field means that the value is not known. */
const absent = z
  .string()
  .transform(visible)
  .pipe(z.literal(""))
  .transform(() => null);

const phone = value("contact_phone")
  .pipe(line(5, 40, "contact_phone"))
  .refine((text) => /^\+?[\d ()/.-]+$/.test(text), problem("contact_phone"));

/**
 * What the operator records about a customer; the account's developers see only the name. Omitted fields stay
 * unchanged.
 */
export const accountChange = z.object({
  id,
  basis,
  ...names,
  contactName: z.union([absent, line(1, 100, "label")], { error: problem("label") }).optional(),
  contactEmail: z.union([absent, email], { error: problem("email") }).optional(),
  contactPhone: z.union([absent, phone], { error: problem("contact_phone") }).optional(),
  notes: z.union([absent, paragraph(2_000, "notes")], { error: problem("notes") }).optional(),
});

const listing = {
  q: searched,
  status: z.enum(ACCOUNT_STATUSES).optional(),
  order: z.enum(ACCOUNT_ORDERS).default("newest"),
};

/** The parameters of the account list's address. */
export const accountListParams = { ...tableParams, ...listing };

/** A page of the list. The cursor is the id of an account. */
export const accountList = z.object({ ...listing, ...pageInput });
export type AccountList = z.output<typeof accountList>;
