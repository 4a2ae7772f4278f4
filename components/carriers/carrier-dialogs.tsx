"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useAction } from "#components/form/use-action.ts";
import type { Carrier } from "#core/gateway/carrier.ts";
import type { CarrierActions } from "./carrier-actions.ts";
import { TestDialog } from "./test-dialog.tsx";

/** The dialog that is open. */
export function CarrierDialogs({
  verb,
  carrier,
  actions,
  onClose,
}: {
  verb: "test" | "remove" | "off";
  carrier: Carrier;
  actions: CarrierActions;
  onClose: () => void;
}) {
  const t = useTranslations("carriers");
  const { busy, refused, run } = useAction({
    provider_not_found: t("errors.gone"),
    provider_in_routes: t("errors.inRoutes"),
    changed_meanwhile: t("errors.meanwhile"),
  });
  const { name } = carrier;
  if (verb === "test") return <TestDialog carrier={carrier} actions={actions} onClose={onClose} />;
  const isOff = verb === "off";
  const act = () =>
    isOff
      ? actions.onSwitch({ name, enabled: false, basis: { was: { enabled: "true" } } })
      : actions.onRemove({ name });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={t(isOff ? "offTitle" : "removeTitle", { name })}
      consequence={
        <>
          <p>{t(isOff ? "offConsequence" : "removeConsequence")}</p>
          {refused && (
            <p role="alert" className="mt-3 text-danger">
              {refused.text}
            </p>
          )}
        </>
      }
      verb={t(isOff ? "switchOff" : "remove")}
      busy={busy}
      onConfirm={() =>
        void run(act(), () => {
          toast.success(t(isOff ? "offToast" : "removedToast", { name }));
          onClose();
        })
      }
    />
  );
}
