import { notFound } from "next/navigation";
import { cache } from "react";
import { Refused } from "#core/input/refusal.ts";
import { type AccountFile, getAccountFile } from "#services/customers/accounts.ts";
import { requireAdmin } from "../../../guards.ts";

export interface AccountPageProps {
  params: Promise<{ id: string }>;
}

/** The account in the address, or "not found". Read once for layout and page. */
export const accountFile = cache(async (id: string): Promise<AccountFile> => {
  const { actor } = await requireAdmin();
  return getAccountFile(actor, { id }).catch((error: unknown) => {
    if (error instanceof Refused) notFound();
    throw error;
  });
});
