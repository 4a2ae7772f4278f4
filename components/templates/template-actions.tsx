"use client";

import { Button, toast } from "@heroui/react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { forgetKept } from "#components/form/use-kept.ts";
import { useRights } from "#components/shell/rights.tsx";
import { attempt, type Outcome } from "#components/ui/outcome.ts";
import { useTemplateFailure } from "./use-template-failure.ts";

const ConfirmDialog = dynamic(
  () => import("#components/form/confirm-dialog.tsx").then((m) => m.ConfirmDialog),
  {
    ssr: false,
  },
);

interface TemplateActionsProps {
  id: number;
  name: string;
  canWithdraw: boolean;
  /** A draft beside earlier versions, and whether one of those is in use. */
  draft: { number: number; serves: boolean } | null;
  onWithdraw: () => Promise<Outcome>;
  onDiscard: () => Promise<Outcome>;
  onArchive: () => Promise<Outcome>;
}

/** The actions on a template as a whole: withdraw a submission, discard a draft, archive. */
export function TemplateActions({ id, name, canWithdraw, draft, ...does }: TemplateActionsProps) {
  const t = useTranslations("templates");
  const failure = useTemplateFailure();
  const router = useRouter();
  const { change } = useRights();
  const [asked, setAsked] = useState<"discard" | "archive">();
  const [asking, setAsking] = useState(false);
  const [busy, start] = useTransition();

  const run = (act: () => Promise<Outcome>, said: string, then = () => {}) =>
    start(async () => {
      const outcome = await attempt(act());
      setAsking(false);
      if (outcome.ok) {
        then();
        toast.success(said);
      } else toast.danger(failure(outcome));
      router.refresh();
    });
  const ask = (what: "discard" | "archive") => {
    setAsked(what);
    setAsking(true);
  };

  if (!change) return null;
  return (
    <>
      {canWithdraw && (
        <Button variant="outline" isPending={busy} onPress={() => run(does.onWithdraw, t("withdrawn"))}>
          {t("withdraw")}
        </Button>
      )}
      {draft && (
        <Button variant="outline" isDisabled={busy} onPress={() => ask("discard")}>
          {t("discardDraft")}
        </Button>
      )}
      <Button variant="tertiary" isDisabled={busy} onPress={() => ask("archive")}>
        {t("archive")}
      </Button>
      {asked === "archive" && (
        <ConfirmDialog
          isOpen={asking}
          onOpenChange={setAsking}
          title={t("archiveTitle", { name })}
          consequence={t("archiveText")}
          verb={t("archive")}
          busy={busy}
          onConfirm={() => run(does.onArchive, t("archived"))}
        />
      )}
      {asked === "discard" && draft && (
        <ConfirmDialog
          isOpen={asking}
          onOpenChange={setAsking}
          title={t("discardTitle", { number: draft.number, name })}
          consequence={t(draft.serves ? "discardServing" : "discardOthers")}
          verb={t("discardDraft")}
          busy={busy}
          // Unsaved changes are discarded with it.
          onConfirm={() => run(does.onDiscard, t("discarded"), () => forgetKept(`template:${id}`))}
        />
      )}
    </>
  );
}
