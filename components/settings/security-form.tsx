"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

const ConfirmDialog = dynamic(
  () => import("#components/form/confirm-dialog.tsx").then((module) => module.ConfirmDialog),
  { ssr: false },
);

interface Security {
  requireTwoFactor: boolean;
  requireTwoFactorOfMembers: boolean;
}

/**
 * Who must sign in with a second factor: the operator's own people, and everybody in the accounts. Requiring it is asked
 * once more, because it may lock the reader out.
 */
export function SecurityForm({
  value,
  hasOwn,
  onSave,
}: {
  value: Security;
  /** Whether the reader has set up two-factor authentication. */
  hasOwn: boolean;
  onSave: SaveSetting;
}) {
  const t = useTranslations("settings.security");
  const [required, setRequired] = useState(value);
  const [asked, setAsked] = useState<() => void>();
  const isNew = (name: keyof Security) => required[name] && !value[name];
  const choice = (name: keyof Security, label: string) => (
    <Choice
      name={name}
      label={label}
      options={(["optional", "required"] as const).map((each) => ({ value: each, text: t(each) }))}
      value={required[name] ? "required" : "optional"}
      onChange={(chosen) => setRequired((before) => ({ ...before, [name]: chosen === "required" }))}
    />
  );
  return (
    <>
      <SettingForm
        id="security"
        title={t("title")}
        lead={t("lead")}
        was={{ ...value }}
        read={() => ({ ...required })}
        onSave={onSave}
        confirm={(_, save) => {
          if (!isNew("requireTwoFactor") && !isNew("requireTwoFactorOfMembers")) return false;
          setAsked(() => save);
          return true;
        }}
      >
        {() => (
          <>
            {choice("requireTwoFactor", t("label"))}
            {choice("requireTwoFactorOfMembers", t("members"))}
            {(required.requireTwoFactor || required.requireTwoFactorOfMembers) && (
              <p className="text-[13px] text-muted">{t("consequence")}</p>
            )}
          </>
        )}
      </SettingForm>
      {asked && (
        <ConfirmDialog
          isOpen
          onOpenChange={(open) => open || setAsked(undefined)}
          title={t("confirmTitle")}
          consequence={t(isNew("requireTwoFactor") && !hasOwn ? "confirmOwn" : "consequence")}
          verb={t("confirm")}
          onConfirm={() => {
            setAsked(undefined);
            asked();
          }}
        />
      )}
    </>
  );
}
