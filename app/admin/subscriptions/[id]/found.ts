import { notFound } from "next/navigation";
import { cache } from "react";
import { Refused } from "#core/input/refusal.ts";
import { getSubscription } from "#services/figures/subscription-ledger.ts";
import { requireAdmin } from "../../../guards.ts";

export interface SubscriptionPageProps {
  params: Promise<{ id: string }>;
}

/** Read once per request. */
export const foundSubscription = cache(async (id: string) => {
  const { actor } = await requireAdmin();
  try {
    return await getSubscription(actor, { id });
  } catch (error) {
    if (error instanceof Refused) notFound();
    throw error;
  }
});
