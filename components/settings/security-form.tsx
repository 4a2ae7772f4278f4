"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

interface Security {
  requireTwoFactor: boolean;
  requireTwoFactorOfMembers: boolean;
}

/** Who must sign in with a second factor: the operator's own people, and everybody in the accounts. */
export function SecurityForm({ value, onSave }: { value: Security; onSave: SaveSetting }) {
  const t = useTranslations("settings.security");
  const [required, setRequired] = useState(value);
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
    <SettingForm
      title={t("title")}
      lead={t("lead")}
      was={{ ...value }}
      read={() => ({ ...required })}
      onSave={onSave}
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
  );
}
