"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountNames } from "#components/accounts/account-name.tsx";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { Chooser, type ChooserOption } from "#components/form/chooser.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { ProviderOrder } from "./provider-order.tsx";
import { type FormProps, useKeyedRoutingAction } from "./routing-action.ts";
import type { RouteView } from "./routing-view.ts";

export function RouteForm({
  route,
  actions,
  providers,
  onClose,
}: FormProps & { route: RouteView | undefined }) {
  const nameOf = useAccountNames();
  const t = useTranslations("routing");
  const problemOf = useProblem();
  const { busy, refused, run } = useKeyedRoutingAction();
  const [chosen, setChosen] = useState(route?.providers ?? []);
  const [account, setAccount] = useState<ChooserOption | null>(null);
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={route ? t("editRoute", { prefix: route.prefix }) : t("newRoute")}
      lead={route?.accountName ? t("ofAccount", { name: nameOf(route.accountName) }) : undefined}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t("save")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const place = route
          ? { prefix: route.prefix, accountId: route.accountId }
          : { prefix: String(form.get("prefix")), accountId: account?.id ?? null };
        const edit = route
          ? { basis: basisOf(form, { providers: route.providers.join(", ") }) }
          : { isNew: true };
        void run(
          (key) => actions.onSetRoute({ ...place, providers: chosen, ...edit, key }),
          () => {
            // As the server understood it, such as without blanks.
            toast.success(t("routeSaved", { prefix: place.prefix.replace(/\D/g, "") }));
            onClose();
          },
        );
      }}
    >
      {!route && (
        <>
          <TextInput
            name="prefix"
            label={t("prefix")}
            hint={t("prefixHint")}
            error={problemOf(fields.prefix)}
            ltr
            autoFocus
            autoComplete="off"
            inputMode="numeric"
          />
          <Chooser
            label={t("accountOptional")}
            hint={t("accountHint")}
            error={problemOf(fields.accountId)}
            value={account}
            onChange={setAccount}
            find={actions.findAccounts}
          />
        </>
      )}
      <ProviderOrder
        all={providers}
        chosen={chosen}
        onChange={setChosen}
        error={problemOf(fields.providers)}
      />
    </FormDialog>
  );
}
