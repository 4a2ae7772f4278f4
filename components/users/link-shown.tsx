"use client";

import { Button, Modal } from "@heroui/react";
import { MailCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDates } from "#components/time/use-dates.ts";
import { CopyField } from "#components/ui/copy-field.tsx";
import type { Link } from "./user-view.ts";

/** A link that is shown once, with a button to copy it. A click outside does not close it. */
export function LinkShown({
  email,
  why,
  link,
  onClose,
}: {
  email: string;
  why: "invitation" | "password_reset";
  link: Link;
  onClose: () => void;
}) {
  const t = useTranslations("users");
  const until = useDates().minute(new Date(link.until));
  return (
    <Modal.Backdrop isOpen onOpenChange={(open) => !open && onClose()} isDismissable={false}>
      <Modal.Container size="lg">
        <Modal.Dialog>
          <Modal.Header>
            <Modal.Heading>{t(`linkTitle.${why}`, { email })}</Modal.Heading>
          </Modal.Header>
          <Modal.Body className="text-foreground">
            <p className="mt-1 text-muted">
              {t(why === "invitation" ? "linkText" : "resetLinkText", { until })}
            </p>
            {link.mailed && (
              <p className="mt-3 flex items-start gap-2">
                <MailCheck className="mt-0.5 size-4 shrink-0 text-delivered" aria-hidden="true" />
                {t("mailed", { email })}
              </p>
            )}
            <CopyField value={link.url} label={t("copyLink")} />
          </Modal.Body>
          <Modal.Footer className="mt-6">
            <Button onPress={onClose}>{t("done")}</Button>
          </Modal.Footer>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
