"use client";

import { Modal } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useRights } from "#components/shell/rights.tsx";

const deciding: readonly string[] = ["A", "R", "U"];
const keys = { J: "next", K: "previous", A: "approve", R: "reject", U: "undo", "?": "help" } as const;

/** The keyboard shortcuts; those that decide only for who may. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { change } = useRights();
  const t = useTranslations("approvals");
  const actions = useTranslations("common.actions");
  const shown = Object.entries(keys).filter(([key]) => change || !deciding.includes(key));
  return (
    <Modal.Backdrop isOpen onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal.Container size="sm">
        <Modal.Dialog>
          <Modal.CloseTrigger aria-label={actions("close")} />
          <Modal.Header>
            <Modal.Heading>{t("keys.title")}</Modal.Heading>
          </Modal.Header>
          <Modal.Body>
            <dl className="mt-2 grid grid-cols-[3rem_1fr] gap-y-2">
              {shown.map(([key, does]) => (
                <div key={key} className="contents">
                  <dt>
                    <kbd className="rounded border border-border px-1.5 py-0.5 text-xs">{key}</kbd>
                  </dt>
                  <dd>{t(`keys.${does}`)}</dd>
                </div>
              ))}
            </dl>
          </Modal.Body>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
