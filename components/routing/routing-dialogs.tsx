"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { OperatorForm } from "./operator-form.tsx";
import { RouteForm } from "./route-form.tsx";
import { type FormProps, useRoutingAction } from "./routing-action.ts";
import type { RoutingActions, RoutingDialog } from "./routing-view.ts";
import { SenderForm } from "./sender-form.tsx";

/** The open dialog. */
export function RoutingDialogs({ dialog, ...props }: FormProps & { dialog: RoutingDialog }) {
  switch (dialog.kind) {
    case "route":
      return <RouteForm route={dialog.route} {...props} />;
    case "operator":
      return <OperatorForm operator={dialog.operator} {...props} />;
    case "sender":
      return <SenderForm sender={dialog.sender} {...props} />;
    default:
      return <Removal dialog={dialog} {...props} />;
  }
}

function Removal({
  dialog,
  actions,
  onClose,
}: FormProps & { dialog: Exclude<RoutingDialog, { kind: "route" | "operator" | "sender" }> }) {
  const t = useTranslations("routing");
  const { busy, refused, run } = useRoutingAction();
  const [name, work] = removalOf(dialog, actions);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={t("removeTitle", { name })}
      consequence={
        <>
          <p>{t(`consequences.${dialog.kind}`)}</p>
          {refused && (
            <p role="alert" className="mt-3 text-danger">
              {refused.text}
            </p>
          )}
        </>
      }
      verb={t("remove")}
      busy={busy}
      onConfirm={() =>
        void run(work(), () => {
          toast.success(t("removed", { name }));
          onClose();
        })
      }
    />
  );
}

function removalOf(
  dialog: Exclude<RoutingDialog, { kind: "route" | "operator" | "sender" }>,
  actions: RoutingActions,
): [name: string, work: () => Promise<Outcome>] {
  switch (dialog.kind) {
    case "removeRoute": {
      const { prefix, accountId } = dialog.route;
      return [`+${prefix}`, () => actions.onRemoveRoute({ prefix, accountId })];
    }
    case "removeOperator": {
      const { name } = dialog.operator;
      return [name, () => actions.onRemoveOperator({ name })];
    }
    case "removeSender": {
      const { provider, accountId, sender } = dialog.sender;
      return [sender, () => actions.onRemoveSender({ provider, accountId })];
    }
  }
}
