"use client";

import { toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef } from "react";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import { UNDO_SECONDS } from "#core/template/undo.ts";
import { hrefOf } from "./queue.tsx";
import { isReviewKey } from "./review-keys.ts";

interface Undoable {
  templateId: number;
  versionId: number;
  name: string;
  /** By the clock of `performance.now()`. */
  until: number;
  toast: string;
}

/** The last decision of this tab. Outside React, because the page of the decided template is gone by then. */
let last: Undoable | undefined;

/** Says that a decision was made, and offers to take it back while the server allows it. */
export function useUndo(onUndo: (templateId: number, versionId: number) => Promise<Outcome>) {
  const t = useTranslations("approvals");
  const common = useTranslations("common.actions");
  const failure = useFailure();
  const router = useRouter();

  const undo = async () => {
    const decided = last;
    last = undefined;
    if (!decided || performance.now() > decided.until) return;
    toast.close(decided.toast);
    const { templateId, versionId, name } = decided;
    const outcome = await attempt(onUndo(templateId, versionId));
    if (outcome.ok) {
      toast.success(t("undone", { name }));
      router.push(hrefOf(templateId), { scroll: false });
    } else if (outcome.code === "template_undo_too_late") toast.warning(t("undoTooLate", { name }));
    else toast.danger(failure(outcome));
  };

  const offer = (text: string, decided: Pick<Undoable, "templateId" | "versionId" | "name">) => {
    const shown = toast.success(text, {
      timeout: UNDO_SECONDS * 1000,
      actionProps: { children: common("undo"), onPress: () => void undo() },
    });
    last = { ...decided, until: performance.now() + UNDO_SECONDS * 1000, toast: shown };
  };
  return { offer, undo };
}

/** The key that takes the last decision back, also when the queue is empty. */
export function UndoKey({ onUndo }: { onUndo: (templateId: number, versionId: number) => Promise<Outcome> }) {
  const { undo } = useUndo(onUndo);
  const latest = useRef(undo);
  useLayoutEffect(() => {
    latest.current = undo;
  });
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.code !== "KeyU" || event.shiftKey || !isReviewKey(event) || !last) return;
      event.preventDefault();
      void latest.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
