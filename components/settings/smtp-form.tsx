"use client";

import { Button, toast } from "@heroui/react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { PasswordInput } from "#components/form/password-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction } from "#components/form/use-action.ts";
import { useRights } from "#components/shell/rights.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import type { SmtpSecurity, SmtpView } from "#core/mail/smtp.ts";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";
import { SMTP_FIELDS, SmtpTest, type TestSmtp } from "./smtp-test.tsx";

interface SmtpFormProps {
  value: SmtpView | null;
  outbox: { waiting: number; givenUp: number; problem: string | null };
  /** How the dashboard is reached, for links in mails; null where the environment says it. */
  origin: string | null;
  onSave: SaveSetting;
  onTest: (value: unknown) => ReturnType<TestSmtp>;
  onRemove: () => Promise<Outcome>;
}

const ports: Record<SmtpSecurity, string> = { tls: "465", starttls: "587", none: "25" };

/** How mails are sent, with a test that shows what the server says. */
export function SmtpForm({ value, outbox, origin, onSave, onTest, onRemove }: SmtpFormProps) {
  const t = useTranslations("settings.smtp");
  const { change } = useRights();
  const [security, setSecurity] = useState<SmtpSecurity>(value?.security ?? "starttls");
  const [port, setPort] = useState(String(value?.port ?? ports.starttls));
  const [removing, setRemoving] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const read = (form: FormData) => ({
    ...Object.fromEntries(SMTP_FIELDS.map((name) => [name, form.get(name) ?? ""])),
    security,
  });
  // The usual port of a security goes with it, unless somebody has entered another one.
  const choose = (next: SmtpSecurity) => {
    if (port === ports[security]) setPort(ports[next]);
    setSecurity(next);
  };
  return (
    <>
      <SettingForm
        id="smtp"
        title={t("title")}
        lead={t("lead")}
        was={value ? { ...value } : {}}
        read={read}
        onSave={onSave}
      >
        {(errorOf, busy) => (
          <div ref={place} className="flex flex-col gap-4">
            {value === null && <p className="text-[13px] text-muted">{t("unset")}</p>}
            <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
              <TextInput
                name="host"
                label={t("host")}
                error={errorOf("host")}
                defaultValue={value?.host ?? ""}
                placeholder="smtp.example.com"
                ltr
                autoComplete="off"
              />
              <TextInput
                name="port"
                label={t("port")}
                error={errorOf("port")}
                value={port}
                onChange={setPort}
                inputMode="numeric"
                ltr
                autoComplete="off"
              />
            </div>
            <Choice
              name="security"
              label={t("security")}
              options={(["starttls", "tls", "none"] as const).map((each) => ({
                value: each,
                text: t(`securities.${each}`),
              }))}
              value={security}
              onChange={choose}
            />
            {security === "none" && <p className="text-[13px] text-unknown">{t("insecure")}</p>}
            <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
              <TextInput
                name="user"
                label={t("user")}
                hint={t("userHint")}
                error={errorOf("user")}
                defaultValue={value?.user ?? ""}
                ltr
                autoComplete="off"
              />
              <PasswordInput
                name="password"
                label={t("password")}
                hint={t(value?.hasPassword ? "passwordKept" : "passwordHint")}
                error={errorOf("password")}
                kept={value?.hasPassword ?? false}
                autoComplete="new-password"
              />
              <TextInput
                name="from"
                label={t("from")}
                error={errorOf("from")}
                defaultValue={value?.from ?? ""}
                type="email"
                placeholder="no-reply@example.com"
                ltr
                autoComplete="off"
              />
              <TextInput
                name="fromName"
                label={t("fromName")}
                hint={t("fromNameHint")}
                error={errorOf("fromName")}
                defaultValue={value?.fromName ?? ""}
                autoComplete="off"
              />
              {origin !== null && (
                <TextInput
                  name="url"
                  label={t("url")}
                  hint={t("urlHint")}
                  error={errorOf("url")}
                  defaultValue={value?.url || origin}
                  ltr
                  autoComplete="off"
                />
              )}
            </div>
            {change && (
              <SmtpTest
                busy={busy}
                onTest={() => onTest(read(new FormData(place.current!.closest("form")!)))}
              />
            )}
            <Waiting outbox={outbox} />
            {change && value !== null && (
              <Button
                variant="ghost"
                className="-ms-4 self-start text-danger"
                isDisabled={busy}
                onPress={() => setRemoving(true)}
              >
                {t("remove")}
              </Button>
            )}
          </div>
        )}
      </SettingForm>
      <Removal isOpen={removing} onOpenChange={setRemoving} onRemove={onRemove} />
    </>
  );
}

/** What could not be sent yet, or at all. */
function Waiting({ outbox: { waiting, givenUp, problem } }: Pick<SmtpFormProps, "outbox">) {
  const t = useTranslations("settings.smtp");
  if (problem === null || waiting + givenUp === 0) return null;
  return (
    <p className="text-[13px] wrap-anywhere text-unknown" data-outbox>
      {t("outbox", { waiting, givenUp })}{" "}
      <bdi dir="ltr" className="font-mono">
        {problem}
      </bdi>
    </p>
  );
}

function Removal({
  isOpen,
  onOpenChange,
  onRemove,
}: { isOpen: boolean; onOpenChange: (open: boolean) => void } & Pick<SmtpFormProps, "onRemove">) {
  const t = useTranslations("settings.smtp");
  const router = useRouter();
  const { refused, run } = useAction();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t("removeTitle")}
      consequence={<p>{refused?.text ?? t("removeText")}</p>}
      verb={t("remove")}
      onConfirm={() =>
        void run(onRemove(), () => {
          onOpenChange(false);
          toast.success(t("removed"));
          router.refresh();
        })
      }
    />
  );
}
