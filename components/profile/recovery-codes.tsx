"use client";

import { Button, Modal } from "@heroui/react";
import { Download, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** Shown once, with ways to keep them. A click outside does not close it. */
export function RecoveryCodes({
  codes,
  turnedOn,
  onClose,
}: {
  codes: string[];
  /** Said here rather than in a toast, which would cover the dialog's button on a phone. */
  turnedOn: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("twoFactor");
  const text = `${codes.join("\n")}\n`;
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = Object.assign(document.createElement("a"), {
      href: url,
      download: "aman-gate-recovery-codes.txt",
    });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Modal.Backdrop isOpen onOpenChange={(open) => !open && onClose()} isDismissable={false}>
      <Modal.Container size="md">
        <Modal.Dialog>
          <Modal.Header>
            <Modal.Heading>{t("codesTitle")}</Modal.Heading>
          </Modal.Header>
          <Modal.Body className="text-foreground">
            {turnedOn && (
              <p className="mt-1 mb-3 flex items-start gap-2">
                <ShieldCheck className="mt-0.5 size-4 shrink-0 text-delivered" aria-hidden="true" />
                {t("turnedOn")}
              </p>
            )}
            <p className="mt-1 text-muted">{t("codesLead")}</p>
            <ul
              aria-label={t("codes")}
              dir="ltr"
              className="mt-4 grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-lg border border-border bg-surface-secondary px-4 py-3"
            >
              {codes.map((code) => (
                <li key={code} className="font-mono text-[13px] select-all">
                  {code}
                </li>
              ))}
            </ul>
            <div className="mt-3 flex flex-wrap gap-2">
              <CopyButton value={text} text={t("copyCodes")} />
              <Button size="sm" variant="outline" onPress={download}>
                <Download className="size-4" aria-hidden="true" />
                {t("download")}
              </Button>
            </div>
          </Modal.Body>
          <Modal.Footer className="mt-6">
            <Button onPress={onClose}>{t("kept")}</Button>
          </Modal.Footer>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
