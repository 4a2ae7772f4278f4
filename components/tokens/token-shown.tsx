"use client";

import { Button, Modal } from "@heroui/react";
import { useTranslations } from "next-intl";
import { CopyField } from "#components/ui/copy-field.tsx";

/** A token in plain text, with a button to copy it. A click outside does not close it. */
export function TokenShown({
  name,
  value,
  why,
  onClose,
}: {
  name: string;
  value: string;
  why: "created" | "revealed" | "rotated";
  onClose: () => void;
}) {
  const t = useTranslations("tokens");
  return (
    <Modal.Backdrop isOpen onOpenChange={(open) => !open && onClose()} isDismissable={false}>
      <Modal.Container size="lg">
        <Modal.Dialog>
          <Modal.Header>
            <Modal.Heading>{t(`shown.${why}`, { name })}</Modal.Heading>
          </Modal.Header>
          <Modal.Body className="text-foreground">
            <p className="mt-1 text-muted">{t("shown.text")}</p>
            <CopyField value={value} label={t("copyToken")} />
          </Modal.Body>
          <Modal.Footer className="mt-6">
            <Button onPress={onClose}>{t("shown.done")}</Button>
          </Modal.Footer>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
