"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountNames } from "#components/accounts/account-name.tsx";
import { basisOf } from "#components/form/changed-meanwhile.tsx";
import { Choice } from "#components/form/choice.tsx";
import { Chooser, type ChooserOption } from "#components/form/chooser.tsx";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { NativeSelect } from "#components/form/native-select.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction } from "#components/form/use-action.ts";
import type { Outcome } from "#components/ui/outcome.ts";
import { ProviderOrder } from "./provider-order.tsx";
import type { OperatorView, RouteView, RoutingActions, RoutingDialog, SenderView } from "./routing-view.ts";

interface FormProps {
  actions: RoutingActions;
  providers: string[];
  onClose: () => void;
}

function useRoutingAction() {
  const t = useTranslations("routing.errors");
  return useAction({
    provider_not_found: t("provider"),
    account_not_found: t("account"),
    operator_name_taken: t("operatorTaken"),
    operator_prefix_taken: t("prefixTaken"),
    operator_not_found: t("gone"),
    route_not_found: t("gone"),
    route_of_account_not_found: t("gone"),
    sender_not_found: t("gone"),
  });
}

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

function RouteForm({ route, actions, providers, onClose }: FormProps & { route: RouteView | undefined }) {
  const nameOf = useAccountNames();
  const t = useTranslations("routing");
  const problemOf = useProblem();
  const { busy, refused, run } = useRoutingAction();
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
        const basis = route && basisOf(form, { providers: route.providers.join(", ") });
        void run(actions.onSetRoute({ ...place, providers: chosen, ...(basis && { basis }) }), () => {
          toast.success(t("routeSaved", { prefix: place.prefix }));
          onClose();
        });
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

function OperatorForm({ operator, actions, onClose }: FormProps & { operator: OperatorView | undefined }) {
  const t = useTranslations("routing");
  const problemOf = useProblem();
  const { busy, refused, run } = useRoutingAction();
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={operator ? t("editOperator", { name: operator.name }) : t("newOperator")}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      meanwhile={refused?.meanwhile}
      verb={t("save")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const name = String(form.get("name"));
        const was = operator && { ...operator, prefixes: operator.prefixes.join(", ") };
        const input = {
          name,
          arabicName: String(form.get("arabicName")),
          prefixes: String(form.get("prefixes"))
            .split(/[,،\s]+/)
            .filter(Boolean),
          ...(operator && { present: operator.name, basis: basisOf(form, was!) }),
        };
        void run(actions.onSetOperator(input), () => {
          toast.success(t("operatorSaved", { name: name.trim() }));
          onClose();
        });
      }}
    >
      <TextInput
        name="name"
        label={t("operatorName")}
        error={problemOf(fields.name)}
        defaultValue={operator?.name ?? ""}
        maxLength={60}
        dir="auto"
        autoFocus
        autoComplete="off"
      />
      <TextInput
        name="arabicName"
        label={t("arabicName")}
        error={problemOf(fields.arabicName)}
        defaultValue={operator?.arabicName ?? ""}
        maxLength={60}
        dir="auto"
        autoComplete="off"
      />
      <TextInput
        name="prefixes"
        label={t("prefixes")}
        hint={t("prefixesHint")}
        error={problemOf(
          fields.prefixes ?? Object.entries(fields).find(([field]) => field.startsWith("prefixes."))?.[1],
        )}
        defaultValue={operator?.prefixes.join(", ") ?? ""}
        ltr
        autoComplete="off"
      />
    </FormDialog>
  );
}

function SenderForm({ sender, actions, providers, onClose }: FormProps & { sender: SenderView | undefined }) {
  const t = useTranslations("routing");
  const problemOf = useProblem();
  const { busy, refused, run } = useRoutingAction();
  const [provider, setProvider] = useState(sender?.provider ?? providers[0] ?? "");
  const [account, setAccount] = useState<ChooserOption | null>(null);
  const [state, setState] = useState<SenderView["state"]>(sender?.state ?? "requested");
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={sender ? t("editSender", { sender: sender.sender }) : t("newSender")}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      verb={t("save")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        const text = String(form.get("sender"));
        const accountId = sender ? sender.accountId : (account?.id ?? null);
        void run(actions.onSetSender({ provider, accountId, sender: text, state }), () => {
          toast.success(t("senderSaved", { sender: text.trim() }));
          onClose();
        });
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
      return [prefix, () => actions.onRemoveRoute({ prefix, accountId })];
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
