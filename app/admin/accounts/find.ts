"use server";

import { getLocale } from "next-intl/server";
import type { ChooserOption } from "#components/form/chooser.tsx";
import { nameIn } from "#core/customer/account-name.ts";
import { Refused } from "#core/input/refusal.ts";
import type { Locale } from "#i18n/locale.ts";
import { searchAccounts } from "#services/customers/accounts.ts";
import { textOf } from "../../any-of.ts";
import { requireAdmin } from "../../guards.ts";

const FOUND = 20;

/** The accounts whose name contains the text, or that have it as their id; none for a text that no name contains. */
export async function findAccounts(text: string): Promise<ChooserOption[]> {
  const { actor } = await requireAdmin();
  const locale = (await getLocale()) as Locale;
  const asked = { q: textOf(text).trim() || undefined, order: "name", size: FOUND };
  try {
    const { rows } = await searchAccounts(actor, asked);
    return rows.map((account) => ({ id: account.id, text: nameIn(account, locale) }));
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}
