"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

/** Whether admins must sign in with a second factor. */
export function SecurityForm({ value, onSave }: { value: boolean; onSave: SaveSetting }) {
  const t = useTranslations("settings.security");
  const [choice, setChoice] = useState<"optional" | "required">(value ? "required" : "optional");
  return (
    <SettingForm
      title={t("title")}
      lead={t("lead")}
      was={{ requireTwoFactor: value }}
      read={() => ({ requireTwoFactor: choice === "required" })}
      onSave={onSave}
    >
      {() => (
        <>
          <Choice
            name="requireTwoFactor"
            label={t("label")}
            options={(["optional", "required"] as const).map((each) => ({ value: each, text: t(each) }))}
            value={choice}
            onChange={setChoice}
          />
          {choice === "required" && <p className="text-[13px] text-muted">{t("consequence")}</p>}
        </>
      )}
    </SettingForm>
  );
}
