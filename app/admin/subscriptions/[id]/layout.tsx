import type { ReactNode } from "react";
import { foundSubscription, type SubscriptionPageProps } from "./found.ts";

/** Looks whether it is there before the skeleton is sent, and with it the status of the answer. */
export default async function SubscriptionLayout({
  params,
  children,
}: SubscriptionPageProps & { children: ReactNode }) {
  await foundSubscription((await params).id);
  return children;
}
