"use client";

import { Button, toast } from "@heroui/react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";

const ConfirmDialog = dynamic(
  () => import("#components/ui/confirm-dialog.tsx").then((m) => m.ConfirmDialog),
  {
    ssr: false,
  },
);

type Done = { ok: boolean; code?: string };

/** What can be done with a template as a whole: withdraw what waits, archive for good. */
export function TemplateActions({
  name,
  canWithdraw,
  onWithdraw,
  onArchive,
}: {
  name: string;
  canWithdraw: boolean;
  onWithdraw: () => Promise<Done>;
  onArchive: () => Promise<Done>;
}) {
  const t = useTranslations("templates");
  const errors = useTranslations("common.errors");
  const router = useRouter();
  const [asking, setAsking] = useState<boolean>();
  const [busy, start] = useTransition();

  const run = (act: () => Promise<Done>, said: string) =>
    start(async () => {
      const { ok, code } = await act();
      setAsking(false);
      if (ok) toast.success(said);
      else toast.danger(code === "unavailable" ? errors("unavailable") : errors("internal"));
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
