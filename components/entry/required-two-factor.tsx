"use client";

import { Button } from "@heroui/react";
import dynamic from "next/dynamic";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { TwoFactorActions, TwoFactorDialog } from "#components/profile/two-factor-view.ts";

const TwoFactorDialogs = dynamic(
  () => import("#components/profile/two-factor-dialogs.tsx").then((module) => module.TwoFactorDialogs),
  { ssr: false },
);

/** Leads to the authenticator app, and on to the dashboard when that is done. */
export function RequiredTwoFactor({ done, actions }: { done: boolean; actions: TwoFactorActions }) {
  const t = useTranslations("twoFactor");
  const [dialog, setDialog] = useState<TwoFactorDialog>();
  const show = (next: TwoFactorDialog | undefined) => {
    // The codes were shown last: it is on.
    if (!next && dialog?.kind === "codes") return window.location.assign("/");
    setDialog(next);
  };
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-lg font-semibold">{t("requiredTitle")}</h1>
      <p className="-mt-3 text-muted">{t("requiredLead")}</p>
      <p className="text-muted">{t("lead")}</p>
      <Button fullWidth onPress={() => (done ? window.location.assign("/") : show({ kind: "begin" }))}>
        {t(done ? "next" : "setUp")}
      </Button>
      <Button fullWidth variant="tertiary" onPress={() => void signOut({ callbackUrl: "/sign-in" })}>
        {t("signOut")}
      </Button>
      {dialog && <TwoFactorDialogs dialog={dialog} actions={actions} onDialog={show} />}
    </div>
  );
}
