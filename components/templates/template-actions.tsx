"use client";

import { Button, toast } from "@heroui/react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { attempt, type Outcome } from "#components/ui/outcome.ts";
import { useTemplateFailure } from "./use-template-failure.ts";

const ConfirmDialog = dynamic(
  () => import("#components/ui/confirm-dialog.tsx").then((m) => m.ConfirmDialog),
  {
    ssr: false,
  },
);

/** What can be done with a template as a whole: withdraw what waits, archive for good. */
export function TemplateActions({
  name,
  canWithdraw,
  onWithdraw,
  onArchive,
}: {
  name: string;
  canWithdraw: boolean;
  onWithdraw: () => Promise<Outcome>;
  onArchive: () => Promise<Outcome>;
}) {
  const t = useTranslations("templates");
  const failure = useTemplateFailure();
  const router = useRouter();
  const [asking, setAsking] = useState<boolean>();
  const [busy, start] = useTransition();

  const run = (act: () => Promise<Outcome>, said: string) =>
    start(async () => {
      const outcome = await attempt(act());
      setAsking(false);
      if (outcome.ok) toast.success(said);
      else toast.danger(failure(outcome));
      router.refresh();
    });

  return (
    <>
      {canWithdraw && (
        <Button variant="outline" isPending={busy} onPress={() => run(onWithdraw, t("withdrawn"))}>
          {t("withdraw")}
        </Button>
      )}
      <Button variant="tertiary" isDisabled={busy} onPress={() => setAsking(true)}>
        {t("archive")}
      </Button>
      {asking !== undefined && (
        <ConfirmDialog
          isOpen={asking}
          onOpenChange={setAsking}
          title={t("archiveTitle", { name })}
          consequence={t("archiveText")}
          verb={t("archive")}
          busy={busy}
          onConfirm={() => run(onArchive, t("archived"))}
        />
      )}
    </>
  );
}
