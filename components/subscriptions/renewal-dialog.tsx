"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { Choice } from "#components/form/choice.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { RENEWALS } from "#core/customer/subscription.ts";
import { NoteInput } from "./note-input.tsx";
import type { SubscriptionActions, SubscriptionView } from "./subscription-view.ts";
import { useSubscriptionAction } from "./use-subscription-action.ts";

/** Whether a subscription renews itself, and what becomes of the rest. */
export function RenewalDialog({
  subscription: { id, plan, quota, endsAt, renewal },
  onRenewal,
  onClose,
}: {
  subscription: Pick<SubscriptionView, "id" | "plan" | "quota" | "endsAt" | "renewal">;
  onRenewal: SubscriptionActions["onRenewal"];
  onClose: () => void;
}) {
  const t = useTranslations("subscriptions");
  const problemOf = useProblem();
  const { busy, refused, run } = useSubscriptionAction();
  const [chosen, setChosen] = useState(renewal);
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={t("renewalTitle", { plan })}
      lead={t("renewalLead")}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t("saveRenewal")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) =>
        void run(
          (key) =>
            onRenewal({
              id: String(id),
              renewal: chosen,
              note: String(form.get("note")),
              basis: basisOf(form, { quota, endsAt }),
              key,
            }),
          () => {
            toast.success(t(chosen === "off" ? "renewalOffToast" : "renewalOnToast"));
            onClose();
          },
        )
      }
    >
      <Choice
        name="renewal"
        label={t("renewal")}
        options={RENEWALS.map((value) => ({ value, text: t(`renewalsOf.${value}`) }))}
        value={chosen}
        onChange={setChosen}
      />
      <NoteInput error={problemOf(fields.note)} />
    </FormDialog>
  );
}
