"use client";

import { AlertDialog, Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

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
  return (
    // Escape closes it without doing anything, like every dialog.
    <AlertDialog.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isKeyboardDismissDisabled={false}>
      <AlertDialog.Container size="sm">
        <AlertDialog.Dialog>
          <AlertDialog.Header>
            <AlertDialog.Heading>{title}</AlertDialog.Heading>
          </AlertDialog.Header>
          <AlertDialog.Body>{consequence}</AlertDialog.Body>
          <AlertDialog.Footer>
            <Button variant="tertiary" slot="close">
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
