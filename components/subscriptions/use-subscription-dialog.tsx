"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { PlanChoice, SubscriptionActions, SubscriptionDialog } from "./subscription-view.ts";

const SubscriptionDialogs = dynamic(
  () => import("./subscription-dialogs.tsx").then((module) => module.SubscriptionDialogs),
  { ssr: false },
);

/** The dialog that is open, to be rendered, and how one is opened. */
export function useSubscriptionDialog({
  plans = [],
  actions,
}: {
  /** What may be granted from, where granting is offered. */
  plans?: PlanChoice[];
  actions: SubscriptionActions;
}) {
  const [asked, open] = useState<SubscriptionDialog>();
  const dialog = asked && (
    <SubscriptionDialogs dialog={asked} plans={plans} actions={actions} onClose={() => open(undefined)} />
  );
  return { dialog, open };
}
