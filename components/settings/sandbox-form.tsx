"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

/** Whether a sandbox delivers in place of real providers. */
export function SandboxForm({
  name,
  value,
  onSave,
}: {
  /** The provider's name. */
  name: string;
  value: boolean;
  onSave: SaveSetting;
}) {
  const t = useTranslations("settings.sandbox");
  const [choice, setChoice] = useState<"off" | "on">(value ? "on" : "off");
  return (
    <SettingForm
      id="sandbox"
      title={t("title")}
      lead={t("lead")}
      was={{ takesOver: value }}
      read={() => ({ name, takesOver: choice === "on" })}
      onSave={onSave}
    >
      {() => (
        <>
          <Choice
            name="takesOver"
            label={t("label", { name })}
            options={(["off", "on"] as const).map((each) => ({ value: each, text: t(each) }))}
            value={choice}
            onChange={setChoice}
          />
          {choice === "on" && <p className="text-[13px] text-muted">{t("consequence")}</p>}
        </>
      )}
    </SettingForm>
  );
}
