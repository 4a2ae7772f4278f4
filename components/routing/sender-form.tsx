"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { Choice } from "#components/form/choice.tsx";
import { Chooser, type ChooserOption } from "#components/form/chooser.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { NativeSelect } from "#components/form/native-select.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { type FormProps, useKeyedRoutingAction } from "./routing-action.ts";
import type { SenderView } from "./routing-view.ts";

export function SenderForm({
  sender,
  actions,
  providers,
  onClose,
}: FormProps & { sender: SenderView | undefined }) {
  const t = useTranslations("routing");
  const problemOf = useProblem();
  const { busy, refused, run } = useKeyedRoutingAction();
  const [provider, setProvider] = useState(sender?.provider ?? providers[0] ?? "");
  const [account, setAccount] = useState<ChooserOption | null>(null);
  const [state, setState] = useState<SenderView["state"]>(sender?.state ?? "requested");
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={sender ? t("editSender", { sender: sender.sender }) : t("newSender")}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t("save")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const text = String(form.get("sender"));
        const accountId = sender ? sender.accountId : (account?.id ?? null);
        const edit = sender
          ? { basis: basisOf(form, { sender: sender.sender, state: sender.state }) }
          : { isNew: true };
        void run(
          (key) => actions.onSetSender({ provider, accountId, sender: text, state, ...edit, key }),
          () => {
            toast.success(t("senderSaved", { sender: text.trim() }));
            onClose();
          },
        );
      }}
    >
      <TextInput
        name="sender"
        label={t("sender")}
        hint={t("senderHint")}
        error={problemOf(fields.sender)}
        defaultValue={sender?.sender ?? ""}
        maxLength={16}
        ltr
        autoFocus
        autoComplete="off"
      />
      {!sender && (
        <>
          <NativeSelect
            name="provider"
            label={t("provider")}
            value={provider}
            onChange={setProvider}
            options={providers.map((name) => ({ value: name, text: name }))}
            error={problemOf(fields.provider)}
          />
          <Chooser
            label={t("accountOptional")}
            hint={t("senderAccountHint")}
            error={problemOf(fields.accountId)}
            value={account}
            onChange={setAccount}
            find={actions.findAccounts}
          />
        </>
      )}
      <Choice
        name="state"
        label={t("state")}
        options={(["requested", "registered"] as const).map((value) => ({
          value,
          text: t(`senderStates.${value}`),
        }))}
        value={state}
        onChange={setState}
      />
    </FormDialog>
  );
}
