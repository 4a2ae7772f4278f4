"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { GrantDialog } from "./grant-dialog.tsx";
import { NoteInput } from "./note-input.tsx";
import { RenewalDialog } from "./renewal-dialog.tsx";
import type { PlanChoice, SubscriptionActions, SubscriptionDialog } from "./subscription-view.ts";
import { useSubscriptionAction } from "./use-subscription-action.ts";

/** The open dialog. */
export function SubscriptionDialogs({
  dialog,
  plans,
  actions,
  onClose,
}: {
  dialog: SubscriptionDialog;
  plans: PlanChoice[];
  actions: SubscriptionActions;
  onClose: () => void;
}) {
  if (dialog.kind === "grant") {
    return (
      <GrantDialog
        plans={plans}
        {...(dialog.accountId !== undefined && { accountId: dialog.accountId })}
        onGrant={actions.onGrant}
        findAccounts={actions.findAccounts}
        onClose={onClose}
      />
    );
  }
  const { kind, subscription } = dialog;
  return kind === "renewal" ? (
    <RenewalDialog subscription={subscription} onRenewal={actions.onRenewal} onClose={onClose} />
  ) : (
    <ChangeDialog kind={kind} subscription={subscription} actions={actions} onClose={onClose} />
  );
}

const changes = {
  topUp: { field: "credits", action: "onTopUp", done: "toppedUpToast" },
  extend: { field: "days", action: "onExtend", done: "extendedToast" },
  cancel: { field: null, action: "onCancel", done: "cancelledToast" },
} as const;

/** Tops up, extends or cancels: at most one number, and a note. */
function ChangeDialog({
  kind,
  subscription,
  actions,
  onClose,
}: Omit<Extract<SubscriptionDialog, { subscription: object }>, "kind"> & {
  kind: keyof typeof changes;
  actions: SubscriptionActions;
  onClose: () => void;
}) {
  const t = useTranslations("subscriptions");
  const problemOf = useProblem();
  const { busy, refused, run } = useSubscriptionAction();
  const { field, action, done } = changes[kind];
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={t(`changes.${kind}.title`, { plan: subscription.plan })}
      lead={t(`changes.${kind}.lead`)}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t(kind)}
      busy={busy}
      {...(kind === "cancel" && { danger: true, dismiss: t("keep") })}
      onClose={onClose}
      onSubmit={(form) =>
        void run(
          (key) =>
            actions[action]({
              id: String(subscription.id),
              ...(field && { [field]: String(form.get(field)) }),
              note: String(form.get("note")),
              basis: basisOf(form, { quota: subscription.quota, endsAt: subscription.endsAt }),
              key,
            }),
          () => {
            toast.success(t(done));
            onClose();
          },
        )
      }
    >
      {field && (
        <TextInput
          name={field}
          label={t(field)}
          error={problemOf(fields[field])}
          ltr
          autoFocus
          autoComplete="off"
        />
      )}
      <NoteInput error={problemOf(fields.note)} autoFocus={field === null} />
    </FormDialog>
  );
}
