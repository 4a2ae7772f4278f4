"use client";

import { Button, Modal } from "@heroui/react";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { KeepFocus } from "#components/ui/keep-focus.tsx";
import { ChangedMeanwhile, type MeanwhileChange } from "./changed-meanwhile.tsx";
import { FirstField } from "./first-field.tsx";
import { FormProblem } from "./form-problem.tsx";
import { useProblemFocus } from "./use-problem-focus.ts";

/**
 * A dialog around a form: Enter submits, Escape closes, and a second submit waits for the first. A click outside does
 * not close it, because what was typed would be lost.
 */
export function FormDialog({
  title,
  lead,
  problem,
  meanwhile,
  verb,
  busy,
  danger = false,
  dismiss,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  lead?: ReactNode;
  /** A problem of the form as a whole, announced above the fields. */
  problem?: string | undefined;
  /** The change that came first, shown in place of the problem. */
  meanwhile?: MeanwhileChange | undefined;
  verb: string;
  busy: boolean;
  /** The action cannot be undone. */
  danger?: boolean;
  /** The label for leaving, for dialogs in which "Cancel" could be taken for the action itself. */
  dismiss?: string;
  onSubmit: (form: FormData) => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("common.actions");
  const problemFocus = useProblemFocus();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    problemFocus.begin(event.currentTarget);
    onSubmit(new FormData(event.currentTarget));
    problemFocus.show();
  };
  // The server's problems are known once it has answered.
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current && !busy) problemFocus.show();
    asked.current = busy;
  }, [busy, problemFocus]);
  return (
    <Modal.Backdrop isOpen onOpenChange={(open) => !open && onClose()} isDismissable={false}>
      <Modal.Container size="md">
        <Modal.Dialog>
          <Modal.Header>
            <Modal.Heading>{title}</Modal.Heading>
          </Modal.Header>
          <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
            <Modal.Body className={`flex flex-col gap-4 text-foreground ${lead ? "" : "pt-3"}`}>
              {lead && <p className="mt-1 text-muted">{lead}</p>}
              <FormProblem>{meanwhile ? undefined : problem}</FormProblem>
              <ChangedMeanwhile change={meanwhile} busy={busy} />
              {children}
              <FirstField />
            </Modal.Body>
            <Modal.Footer className="mt-6">
              <Button type="button" variant="tertiary" onPress={onClose}>
                {dismiss ?? t("cancel")}
              </Button>
              <KeepFocus>
                <Button type="submit" variant={danger ? "danger" : "primary"} isPending={busy}>
                  {verb}
                </Button>
              </KeepFocus>
            </Modal.Footer>
          </form>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
