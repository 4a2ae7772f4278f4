"use client";

import { Button, Modal } from "@heroui/react";
import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";

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
            <div
              dir="ltr"
              className="mt-4 flex items-center gap-2 rounded-lg border border-border bg-surface-secondary py-2 ps-3 pe-2"
            >
              <code className="min-w-0 flex-1 text-[13px] break-all select-all">{value}</code>
              <CopyButton value={value} label={t("copyToken")} />
            </div>
          </Modal.Body>
          <Modal.Footer className="mt-6">
            <Button onPress={onClose}>{t("shown.done")}</Button>
          </Modal.Footer>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
