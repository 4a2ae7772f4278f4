"use client";

import { Button } from "@heroui/react";
import { ShieldCheck, ShieldQuestionMark } from "lucide-react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useAskedChange } from "#components/form/use-asked-change.ts";
import { Allowed } from "#components/shell/rights.tsx";
import type { Outcome } from "#components/ui/outcome.ts";

/** Whether the account requires a second factor of its team. Requiring it asks first: some may have to set it up. */
export function TwoFactorDemand({
  demanded,
  lacking,
  isLacking,
  onDemand,
}: {
  demanded: boolean;
  /** How many of the team have not set it up. */
  lacking: number;
  /** Whether the reader is one of them. */
  isLacking: boolean;
  onDemand: (required: boolean) => Promise<Outcome>;
}) {
  const t = useTranslations("team.twoFactor");
  const done = t(demanded ? "offToast" : "onToast");
  const { asking, setAsking, busy, change } = useAskedChange(() => onDemand(!demanded), done);
  const Icon = demanded ? ShieldCheck : ShieldQuestionMark;
  return (
    <section
      aria-label={t("title")}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-border bg-surface px-4 py-3"
    >
      <Icon className={`size-5 shrink-0 ${demanded ? "text-accent" : "text-muted"}`} aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-56">
        <h2 className="text-sm font-semibold">{t(demanded ? "on" : "off")}</h2>
        <p className="text-[13px] text-muted">
          {t(demanded ? "onText" : "offText")} {demanded && lacking > 0 && t("lacking", { count: lacking })}
        </p>
      </div>
      <Allowed to="manageTeam">
        <Button
          size="sm"
          variant="outline"
          isPending={busy}
          onPress={() => (demanded ? void change() : setAsking(true))}
        >
          {t(demanded ? "allow" : "require")}
        </Button>
      </Allowed>
      {asking && (
        <ConfirmDialog
          isOpen
          onOpenChange={setAsking}
          title={t("requireTitle")}
          consequence={
            <>
              <p>{t("requireText")}</p>
              {lacking > 0 && (
                <p className="mt-2 font-medium text-foreground">
                  {t("lacking", { count: lacking })} {isLacking && t("requireSelf")}
                </p>
              )}
            </>
          }
          verb={t("require")}
          grave={false}
          busy={busy}
          onConfirm={() => void change()}
        />
      )}
    </section>
  );
}
