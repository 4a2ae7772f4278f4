"use client";

import { AlertDialog, Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";

/** Names the consequence of an action that ends or changes something for others, and asks once. */
export function ConfirmDialog({
  isOpen,
  onOpenChange,
  title,
  consequence,
  verb,
  busy = false,
  grave = true,
  onConfirm,
}: {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  consequence: ReactNode;
  /** The button's label, a verb. */
  verb: string;
  busy?: boolean;
  /** Whether it takes something away. */
  grave?: boolean;
  onConfirm: () => void;
}) {
  const t = useTranslations("common.actions");
  const id = useId();
  return (
    // Escape closes it without doing anything, like every dialog.
    <AlertDialog.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isKeyboardDismissDisabled={false}>
      <AlertDialog.Container size="sm">
        <AlertDialog.Dialog aria-describedby={id}>
          <AlertDialog.Header>
            <AlertDialog.Heading>{title}</AlertDialog.Heading>
          </AlertDialog.Header>
          <AlertDialog.Body id={id}>{consequence}</AlertDialog.Body>
          <AlertDialog.Footer>
            {/* What does nothing has the focus first. */}
            <Button variant="tertiary" slot="close" autoFocus>
              {t("cancel")}
            </Button>
            <Button variant={grave ? "danger" : "primary"} isPending={busy} onPress={onConfirm}>
              {verb}
            </Button>
          </AlertDialog.Footer>
        </AlertDialog.Dialog>
      </AlertDialog.Container>
    </AlertDialog.Backdrop>
  );
}
