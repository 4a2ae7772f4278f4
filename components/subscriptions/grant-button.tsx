"use client";

import { Button } from "@heroui/react";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Allowed } from "#components/shell/rights.tsx";
import { useAskedDialog } from "#components/shell/use-asked-dialog.ts";
import type { PlanChoice, SubscriptionActions } from "./subscription-view.ts";

const GrantDialog = dynamic(() => import("./grant-dialog.tsx").then((module) => module.GrantDialog), {
  ssr: false,
});

/** Grants a subscription to the account of the page. */
export function GrantButton({
  accountId,
  plans,
  onGrant,
}: {
  accountId: number;
  plans: PlanChoice[];
  onGrant: SubscriptionActions["onGrant"];
}) {
  const t = useTranslations("subscriptions");
  const [open, setOpen] = useState(false);
  useAskedDialog((dialog) => dialog === "grant" && setOpen(true));
  return (
    <Allowed>
      <Button onPress={() => setOpen(true)}>
        <Plus className="size-4" aria-hidden="true" />
        {t("grant")}
      </Button>
      {open && (
        <GrantDialog plans={plans} accountId={accountId} onGrant={onGrant} onClose={() => setOpen(false)} />
      )}
    </Allowed>
  );
}
