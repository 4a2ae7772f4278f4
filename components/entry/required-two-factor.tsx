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

interface RequiredTwoFactorProps {
  done: boolean;
  /** The page that was requested. */
  next: string;
  actions: TwoFactorActions;
}

/** Sets up the authenticator app, and goes on to the dashboard afterwards. */
export function RequiredTwoFactor({ done, next, actions }: RequiredTwoFactorProps) {
  const t = useTranslations("twoFactor");
  const [dialog, setDialog] = useState<TwoFactorDialog>();
  const show = (shown: TwoFactorDialog | undefined) => {
    // The recovery codes were the last step: two-factor authentication is on.
    if (!shown && dialog?.kind === "codes") return window.location.assign(next);
    setDialog(shown);
  };
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-lg font-semibold">{t("requiredTitle")}</h1>
      <p className="-mt-3 text-muted">{t("requiredLead")}</p>
      <p className="text-muted">{t("lead")}</p>
      <Button fullWidth onPress={() => (done ? window.location.assign(next) : show({ kind: "begin" }))}>
        {t(done ? "next" : "setUp")}
      </Button>
      <Button fullWidth variant="tertiary" onPress={() => void signOut({ callbackUrl: "/sign-in" })}>
        {t("signOut")}
      </Button>
      {dialog && <TwoFactorDialogs dialog={dialog} actions={actions} onDialog={show} />}
    </div>
  );
}
