import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { canOperate } from "#core/access/access.ts";
import { turnedAwayTo } from "#core/access/asked-page.ts";
import { Refused } from "#core/input/refusal.ts";
import { openProviderForm } from "#services/gateway/provider-form.ts";
import { requireAdmin } from "../../../../guards.ts";

export interface CarrierProps {
  params: Promise<{ name: string }>;
}

/** The carrier's form; answers "not found" for a name that no carrier has. Read once per request. */
export const foundCarrier = cache(async (name: string) => {
  const { actor } = await requireAdmin();
  if (!canOperate(actor)) redirect(turnedAwayTo("/admin/carriers", "form"));
  try {
    return await openProviderForm(actor, { name: decodeURIComponent(name) });
  } catch (error) {
    if (error instanceof Refused) notFound();
    throw error;
  }
});
