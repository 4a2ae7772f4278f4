"use client";

import { Button } from "@heroui/react";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useAskedChange } from "#components/form/use-asked-change.ts";
import { Allowed } from "#components/shell/rights.tsx";
import type { WhitelistActions } from "./whitelist-view.ts";

const ConfirmDialog = dynamic(
  () => import("#components/form/confirm-dialog.tsx").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/**
 * Whether the list is enforced. A button that names the change rather than a switch, which is easily hit by mistake.
 */
export function Enforcement({
  enforced,
  isEmpty,
  onEnforce,
}: {
  enforced: boolean;
  isEmpty: boolean;
  onEnforce: WhitelistActions["onEnforce"];
}) {
  const t = useTranslations("whitelist.enforcement");
  const done = t(enforced ? "offToast" : "onToast");
  const { asking, setAsking, busy, change } = useAskedChange(() => onEnforce(!enforced), done);
  const Icon = enforced ? ShieldCheck : ShieldAlert;

  return (
    <section
      aria-label={t("title")}
      className={`flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border px-4 py-3 ${enforced ? "border-border bg-surface" : "border-danger bg-danger-soft"}`}
    >
      <Icon
        className={`size-5 shrink-0 ${enforced ? "text-accent" : "text-danger-soft-foreground"}`}
        aria-hidden="true"
      />
      <div className="min-w-0 flex-1 basis-56">
        <h2 className="text-sm font-semibold">{t(enforced ? "on" : "off")}</h2>
        <p className={`text-[13px] ${enforced ? "text-muted" : ""}`}>{t(enforced ? "onText" : "offText")}</p>
      </div>
      <Allowed>
        <Button
          size="sm"
          variant={enforced ? "outline" : "primary"}
          isPending={busy}
          onPress={() => setAsking(true)}
        >
          {t(enforced ? "turnOff" : "turnOn")}
        </Button>
      </Allowed>
      {asking && (
        <ConfirmDialog
          isOpen
          onOpenChange={setAsking}
          title={t(enforced ? "turnOffTitle" : "turnOnTitle")}
          consequence={
            <>
              <p>{t(enforced ? "turnOffConsequence" : "turnOnConsequence")}</p>
              {!enforced && isEmpty && <p className="mt-2 font-medium text-danger">{t("turnOnEmpty")}</p>}
            </>
          }
          verb={t(enforced ? "turnOff" : "turnOn")}
          busy={busy}
          onConfirm={() => void change()}
        />
      )}
    </section>
  );
}
