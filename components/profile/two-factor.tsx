"use client";

import { Button } from "@heroui/react";
import { ShieldCheck, ShieldOff } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ExactTime } from "#components/time/time.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { TwoFactorActions, TwoFactorDialog, TwoFactorView } from "./two-factor-view.ts";

const TwoFactorDialogs = dynamic(
  () => import("./two-factor-dialogs.tsx").then((module) => module.TwoFactorDialogs),
  { ssr: false },
);

/** With this many codes left, the user is asked to create new ones. */
const FEW_CODES = 3;

/** Whether signing in requires a code, and the actions to change that. */
export function TwoFactor({ view, actions }: { view: TwoFactorView; actions: TwoFactorActions }) {
  const t = useTranslations("twoFactor");
  const router = useRouter();
  const [dialog, setDialog] = useState<TwoFactorDialog>();
  const { since, recoveryCodesLeft } = view;
  const show = (next: TwoFactorDialog | undefined) => {
    setDialog(next);
    if (!next) router.refresh();
  };
  const Icon = since ? ShieldCheck : ShieldOff;
  return (
    <Panel title={t("title")}>
      <p className="max-w-[70ch] text-muted">{t("lead")}</p>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <p
            className={`flex items-center gap-2 font-medium ${since ? "text-accent" : "text-muted"}`}
            role="status"
          >
            <Icon className="size-4 shrink-0" aria-hidden="true" />
            <span>
              {since ? t.rich("on", { date: () => <ExactTime at={since} to="day" /> } as never) : t("off")}
            </span>
          </p>
          {since && (
            <p className="mt-1 text-[13px] text-muted">
              {t("codesLeft", { count: recoveryCodesLeft })}
              {recoveryCodesLeft <= FEW_CODES && <> · {t("codesFew")}</>}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          {since ? (
            <>
              <Button variant="outline" onPress={() => show({ kind: "renew" })}>
                {t("renew")}
              </Button>
              <Button variant="tertiary" onPress={() => show({ kind: "disable" })}>
                {t("turnOff")}
              </Button>
            </>
          ) : (
            <Button onPress={() => show({ kind: "begin" })}>{t("setUp")}</Button>
          )}
        </div>
      </div>
      {dialog && <TwoFactorDialogs dialog={dialog} actions={actions} onDialog={show} />}
    </Panel>
  );
}
