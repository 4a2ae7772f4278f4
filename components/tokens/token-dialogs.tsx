"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { name as nameSchema } from "#core/input/text.ts";
import { LifetimeChoice } from "./lifetime-choice.tsx";
import { RevealDialog } from "./reveal-dialog.tsx";
import { ScopeChoice, scopeTyped, typedScope } from "./scope-choice.tsx";
import { ScopeDialog } from "./scope-dialog.tsx";
import { TokenShown } from "./token-shown.tsx";
import type {
  Grace,
  Lifetime,
  OneTokenProps,
  TemplateChoice,
  TokenActions,
  TokenDialog,
  TokenView,
} from "./token-view.ts";
import { useKeyedRun, useRun } from "./use-run.ts";

interface TokenDialogsProps {
  dialog: TokenDialog;
  actions: TokenActions;
  templates: TemplateChoice[];
  onDialog: (dialog: TokenDialog | undefined) => void;
}

/** The open dialog: each one that creates or reveals a token is followed by the one that shows it. */
export function TokenDialogs({ dialog, actions, templates, onDialog }: TokenDialogsProps) {
  const close = () => onDialog(undefined);
  if (dialog.kind === "shown") return <TokenShown {...dialog} onClose={close} />;
  const show = (name: string, why: "created" | "revealed" | "rotated") => (value: string) =>
    onDialog({ kind: "shown", name, value, why });
  if (dialog.kind === "create" && actions.onCreate)
    return (
      <CreateDialog
        templates={templates}
        onCreate={actions.onCreate}
        onDone={(name, value) => show(name, "created")(value)}
        onClose={close}
      />
    );
  if (dialog.kind === "create") return null;
  const { token } = dialog;
  if (dialog.kind === "reveal" && actions.onReveal)
    return (
      <RevealDialog
        token={token}
        onReveal={actions.onReveal}
        onDone={show(token.name, "revealed")}
        onClose={close}
      />
    );
  if (dialog.kind === "rotate" && actions.onRotate)
    return (
      <RotateDialog
        token={token}
        onRotate={actions.onRotate}
        onDone={show(token.name, "rotated")}
        onClose={close}
      />
    );
  if (dialog.kind === "scope" && actions.onScope)
    return <ScopeDialog token={token} templates={templates} onScope={actions.onScope} onClose={close} />;
  if (dialog.kind !== "revoke") return null;
  return <RevokeDialog token={token} onRevoke={actions.onRevoke} onClose={close} />;
}

function CreateDialog({
  templates,
  onCreate,
  onDone,
  onClose,
}: {
  templates: TemplateChoice[];
  onCreate: NonNullable<TokenActions["onCreate"]>;
  onDone: (name: string, token: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("tokens");
  const problemOf = useProblem();
  const { busy, refused, run } = useKeyedRun();
  const [name, setName] = useState("");
  const [checkedOnce, setCheckedOnce] = useState(false);
  const [tried, setTried] = useState(false);
  const [lifetime, setLifetime] = useState<Lifetime>("never");
  const [typed, setTyped] = useState(() => typedScope({ access: "full", templateIds: null }));
  const checked = nameSchema.safeParse(name);
  return (
    <FormDialog
      title={t("createTitle")}
      lead={t("createLead")}
      problem={refused?.text}
      verb={t("create")}
      busy={busy}
      onClose={onClose}
      onSubmit={() => {
        setCheckedOnce(true);
        setTried(true);
        const scope = scopeTyped(typed);
        if (checked.success && scope)
          void run(
            (key) => onCreate(name, lifetime, scope, key),
            ({ token }) => onDone(checked.data, token),
          );
      }}
    >
      <TextInput
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        error={checkedOnce && !checked.success ? problemOf([checked.error.issues[0]!.message]) : undefined}
        value={name}
        onChange={setName}
        onBlur={() => setCheckedOnce(name !== "")}
        maxLength={100}
        autoComplete="off"
        autoFocus
      />
      <ScopeChoice value={typed} templates={templates} error={tried} onChange={setTyped} />
      <LifetimeChoice label={t("expires")} value={lifetime} onChange={setLifetime} />
    </FormDialog>
  );
}

function RotateDialog({
  token,
  onRotate,
  onDone,
  onClose,
}: OneTokenProps & { onRotate: NonNullable<TokenActions["onRotate"]> }) {
  const t = useTranslations("tokens");
  const { busy, refused, run } = useKeyedRun();
  const [grace, setGrace] = useState<Grace>("24h");
  const [lifetime, setLifetime] = useState<Lifetime>("never");
  const options = (["none", "1h", "24h"] as const).map((each) => ({
    value: each,
    text: t(`graces.${each}`),
  }));
  return (
    <FormDialog
      title={t("rotateTitle", { name: token.name })}
      lead={t("rotateLead")}
      problem={refused?.text}
      verb={t("rotate")}
      busy={busy}
      onClose={onClose}
      onSubmit={() =>
        void run(
          (key) => onRotate(token.id, grace, lifetime, key),
          (value) => onDone(value.token),
        )
      }
    >
      <Choice name="grace" label={t("grace")} options={options} value={grace} onChange={setGrace} />
      {grace === "none" && <p className="text-[13px] text-danger">{t("graceNone")}</p>}
      <LifetimeChoice label={t("newExpires")} value={lifetime} onChange={setLifetime} />
    </FormDialog>
  );
}

function RevokeDialog({
  token,
  onRevoke,
  onClose,
}: {
  token: TokenView;
  onRevoke: TokenActions["onRevoke"];
  onClose: () => void;
}) {
  const t = useTranslations("tokens");
  const { busy, refused, run } = useRun();
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={t("revokeTitle", { name: token.name })}
      consequence={
        <>
          <p>{t("revokeConsequence")}</p>
          {refused && (
            <p role="alert" className="mt-3 text-danger">
              {refused.text}
            </p>
          )}
        </>
      }
      verb={t("revoke")}
      busy={busy}
      onConfirm={() =>
        void run(onRevoke(token.id), () => {
          toast.success(t("revokedToast", { name: token.name }));
          onClose();
        })
      }
    />
  );
}
