"use client";

import { Button, toast } from "@heroui/react";
import { CircleQuestionMark } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useRights } from "#components/shell/rights.tsx";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import { hrefOf } from "./queue.tsx";
import type { StockReasons } from "./reject-dialog.tsx";
import { type ReviewKey, useReviewKeys } from "./review-keys.ts";
import { useUndo } from "./undo.tsx";

const RejectDialog = dynamic(() => import("./reject-dialog.tsx").then((m) => m.RejectDialog), { ssr: false });
const KeysDialog = dynamic(() => import("./keys-dialog.tsx").then((m) => m.KeysDialog), { ssr: false });

type Decided = Outcome & { values?: Record<string, string | number> };

interface DecisionProps {
  /** The ids of the waiting templates, in order. */
  queue: number[];
  current: { templateId: number; versionId: number; name: string; readersLanguage: "en" | "ar" };
  stock: StockReasons;
  onApprove: (templateId: number, versionId: number) => Promise<Decided>;
  onReject: (templateId: number, versionId: number, reason: string) => Promise<Decided>;
  onUndo: (templateId: number, versionId: number) => Promise<Decided>;
}

/** Approves or rejects the template shown and goes on to the next, by mouse or keyboard. */
export function Decision({ queue, current, stock, onApprove, onReject, onUndo }: DecisionProps) {
  const t = useTranslations("approvals");
  const router = useRouter();
  const failure = useFailure();
  const { offer } = useUndo(onUndo);
  const { change } = useRights();
  const [dialog, setDialog] = useState<"reject" | "keys">();
  const [doing, setDoing] = useState<"approve" | "reject">();
  const [problem, setProblem] = useState<string>();
  const [busy, start] = useTransition();
  const { templateId, versionId, name } = current;
  const at = queue.indexOf(templateId);
  const next = queue[at + 1] ?? queue[at - 1];

  const go = (id: number | undefined) => {
    if (id !== undefined) router.push(hrefOf(id), { scroll: false });
  };

  const decide = (what: "approve" | "reject", work: () => Promise<Decided>) => {
    if (busy) return;
    setDoing(what);
    start(async () => {
      const outcome: Decided = await attempt(work());
      if (!outcome.ok && outcome.code === "invalid_input") {
        setProblem(failure(outcome));
        return;
      }
      setDialog(undefined);
      if (outcome.ok) {
        offer(t(what === "approve" ? "approved" : "rejected", { name }), { templateId, versionId, name });
      } else if (outcome.code === "template_not_pending" || outcome.code === "template_archived") {
        const { status, by } = outcome.values ?? {};
        toast.warning(
          status === "approved" || status === "rejected"
            ? t(`late.${status}`, { name, by: by || "—" })
            : t("late.gone", { name }),
        );
      } else {
        toast.danger(failure(outcome));
        return;
      }
      // The decision removed it from the queue: goes to the next one, or to the empty queue.
      router.push(next === undefined ? "/admin/approvals" : hrefOf(next), { scroll: false });
    });
  };

  const approve = () => change && decide("approve", () => onApprove(templateId, versionId));
  const reject = () => {
    if (!change) return;
    setProblem(undefined);
    setDialog("reject");
  };
  const keys: Record<ReviewKey, () => void> = {
    next: () => go(queue[at + 1]),
    previous: () => go(queue[at - 1]),
    approve,
    reject,
    help: () => setDialog("keys"),
  };
  useReviewKeys(keys, dialog === undefined && !busy);

  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2">
      {change && (
        <>
          <Button
            isPending={busy && doing === "approve"}
            isDisabled={busy}
            onPress={approve}
            aria-keyshortcuts="A"
          >
            {t("approve")}
            <Key name="A" />
          </Button>
          <Button variant="outline" isDisabled={busy} onPress={reject} aria-keyshortcuts="R">
            {t("reject")}
            <Key name="R" />
          </Button>
        </>
      )}
      <Button
        isIconOnly
        variant="tertiary"
        aria-label={t("keys.title")}
        aria-keyshortcuts="?"
        className="pointer-coarse:hidden"
        onPress={() => setDialog("keys")}
      >
        <CircleQuestionMark className="size-4" aria-hidden="true" />
      </Button>
      {dialog === "reject" && (
        <RejectDialog
          name={name}
          stock={stock}
          language={current.readersLanguage}
          problem={problem}
          busy={busy}
          onReject={(reason) => decide("reject", () => onReject(templateId, versionId, reason))}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === "keys" && <KeysDialog onClose={() => setDialog(undefined)} />}
    </div>
  );
}

function Key({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="font-mono rounded border border-current/30 px-1 text-[11px] leading-4 opacity-80 pointer-coarse:hidden"
    >
      {name}
    </span>
  );
}
