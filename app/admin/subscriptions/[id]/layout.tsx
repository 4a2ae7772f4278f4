import type { ReactNode } from "react";
import { foundSubscription, type SubscriptionPageProps } from "./found.ts";

/** Checks that the subscription exists before the skeleton is sent, because that also sends the response's status. */
export default async function SubscriptionLayout({
  params,
  children,
}: SubscriptionPageProps & { children: ReactNode }) {
  await foundSubscription((await params).id);
  return children;
}
