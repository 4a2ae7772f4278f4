"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useAction } from "#components/form/use-action.ts";
import type { Carrier } from "#core/gateway/carrier.ts";
import type { CarrierActions } from "./carrier-actions.ts";
import { TestDialog } from "./test-dialog.tsx";

export type DialogVerb = "test" | "remove" | "off" | "demand" | "waive";

/** The dialog that is open. */
export function CarrierDialogs({
  verb,
  carrier,
  actions,
  onClose,
}: {
  verb: DialogVerb;
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
  const acts = {
    off: () => actions.onSwitch({ name, enabled: false, basis: { was: { enabled: "true" } } }),
    remove: () => actions.onRemove({ name }),
    demand: () => actions.onDemand({ name, demandsApproval: true }),
    waive: () => actions.onDemand({ name, demandsApproval: false }),
  };
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={t(`ask.${verb}.title`, { name })}
      consequence={
        <>
          <p>{t(`ask.${verb}.consequence`)}</p>
          {refused && (
            <p role="alert" className="mt-3 text-danger">
              {refused.text}
            </p>
          )}
        </>
      }
      verb={t(`ask.${verb}.verb`)}
      grave={verb === "off" || verb === "remove"}
      busy={busy}
      onConfirm={() =>
        void run(acts[verb](), () => {
          toast.success(t(`ask.${verb}.doneToast`, { name }));
          onClose();
        })
      }
    />
  );
}
