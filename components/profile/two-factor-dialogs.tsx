"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { PasswordInput } from "#components/form/password-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction } from "#components/form/use-action.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";
import type { Enrolment, TwoFactorActions, TwoFactorDialog } from "./two-factor-view.ts";

interface DialogsProps {
  dialog: TwoFactorDialog;
  actions: TwoFactorActions;
  onDialog: (dialog: TwoFactorDialog | undefined) => void;
}

/** The open step. Every step that creates recovery codes is followed by the one that shows them. */
export function TwoFactorDialogs({ dialog, actions, onDialog }: DialogsProps) {
  const t = useTranslations("twoFactor");
  const close = () => onDialog(undefined);
  const codes = (made: string[], turnedOn = false) => onDialog({ kind: "codes", codes: made, turnedOn });
  switch (dialog.kind) {
    case "begin":
      return (
        <BeginDialog
          onBegin={actions.onBegin}
          onDone={(enrolment) => onDialog({ kind: "scan", enrolment })}
          onClose={close}
        />
      );
    case "scan":
      return (
        <ScanDialog
          enrolment={dialog.enrolment}
          onConfirm={actions.onConfirm}
          onDone={(made) => codes(made, true)}
          onClose={close}
        />
      );
    case "renew":
      return (
        <ProofDialog
          title={t("renewTitle")}
          lead={t("renewLead")}
          verb={t("renew")}
          onProve={actions.onRenew}
          onDone={(made) => codes(made)}
          onClose={close}
        />
      );
    case "disable":
      return (
        <ProofDialog
          title={t("turnOffTitle")}
          lead={t("turnOffLead")}
          verb={t("turnOff")}
          onProve={actions.onDisable}
          onDone={() => {
            toast.success(t("turnedOff"));
            close();
          }}
          onClose={close}
        />
      );
    case "codes":
      return <RecoveryCodes codes={dialog.codes} turnedOn={dialog.turnedOn ?? false} onClose={close} />;
  }
}

/** The error texts of these actions, under the field that they concern. */
function useTwoFactorAction() {
  const t = useTranslations("twoFactor");
  const problemOf = useProblem();
  const { busy, refused, run } = useAction({
    sign_in_expired: t("expired"),
    two_factor_on: t("alreadyOn"),
    two_factor_off: t("alreadyOff"),
  });
  const password = problemOf(refused?.fields.password);
  const code = refused?.code === "code_wrong" ? t("wrong") : problemOf(refused?.fields.code);
  return { busy, run, password, code, whole: password || code ? undefined : refused?.text };
}

function BeginDialog({
  onBegin,
  onDone,
  onClose,
}: {
  onBegin: TwoFactorActions["onBegin"];
  onDone: (enrolment: Enrolment) => void;
  onClose: () => void;
}) {
  const t = useTranslations("twoFactor");
  const { busy, run, password, whole } = useTwoFactorAction();
  return (
    <FormDialog
      title={t("title")}
      lead={t("beginLead")}
      problem={whole}
      verb={t("next")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => void run(onBegin(String(form.get("password"))), onDone)}
    >
      <PasswordInput
        name="password"
        label={t("password")}
        error={password}
        autoComplete="current-password"
        autoFocus
      />
    </FormDialog>
  );
}

function ScanDialog({
  enrolment: { secret, uri, qr, pending },
  onConfirm,
  onDone,
  onClose,
}: {
  enrolment: Enrolment;
  onConfirm: TwoFactorActions["onConfirm"];
  onDone: (codes: string[]) => void;
  onClose: () => void;
}) {
  const t = useTranslations("twoFactor");
  const { busy, run, code, whole } = useTwoFactorAction();
  return (
    <FormDialog
      title={t("title")}
      lead={t("scanLead")}
      problem={whole}
      verb={t("confirm")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => void run(onConfirm(pending, String(form.get("code"))), onDone)}
    >
      {/* On a phone the authenticator app is on the same device, so the QR code is a link to it. */}
      <a href={uri} className="mx-auto rounded-lg border border-border bg-white">
        <svg
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          className="size-44"
          role="img"
          aria-label={t("qr")}
          shapeRendering="crispEdges"
        >
          <path d={qr.path} fill="black" />
        </svg>
      </a>
      <div>
        <p className="text-[13px] font-medium">{t("byHand")}</p>
        <div
          dir="ltr"
          className="mt-1.5 flex items-center gap-2 rounded-lg border border-border bg-surface-secondary py-1 ps-3 pe-1"
        >
          <code className="min-w-0 flex-1 text-[13px] break-words select-all" data-testid="secret">
            {secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </code>
          <CopyButton value={secret} label={t("copyKey")} />
        </div>
      </div>
      <TextInput
        name="code"
        label={t("firstCode")}
        error={code}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={60}
        ltr
        autoFocus
      />
    </FormDialog>
  );
}

/** Asks for password and code before an action that weakens the protection. */
function ProofDialog<T>({
  title,
  lead,
  verb,
  onProve,
  onDone,
  onClose,
}: {
  title: string;
  lead: string;
  verb: string;
  onProve: (password: string, code: string) => Promise<Outcome<T>>;
  onDone: (value: T) => void;
  onClose: () => void;
}) {
  const t = useTranslations("twoFactor");
  const { busy, run, password, code, whole } = useTwoFactorAction();
  return (
    <FormDialog
      title={title}
      lead={lead}
      problem={whole}
      verb={verb}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => void run(onProve(String(form.get("password")), String(form.get("code"))), onDone)}
    >
      <PasswordInput
        name="password"
        label={t("password")}
        error={password}
        autoComplete="current-password"
        autoFocus
      />
      <TextInput
        name="code"
        label={t("code")}
        hint={t("codeHint")}
        error={code}
        autoComplete="one-time-code"
        maxLength={60}
        ltr
      />
    </FormDialog>
  );
}
