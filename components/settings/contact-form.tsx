"use client";

import { useTranslations } from "next-intl";
import { TextInput } from "#components/form/text-input.tsx";
import { BothLanguages } from "./both-languages.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

/** Whom developers contact for more credits. */
export function ContactForm({
  value,
  onSave,
}: {
  value: { english: string; arabic: string; link: string };
  onSave: SaveSetting;
}) {
  const t = useTranslations("settings.contact");
  return (
    <SettingForm
      id="contact"
      title={t("title")}
      lead={t("lead")}
      schema="contact"
      was={value}
      read={(form) => Object.fromEntries(["english", "arabic", "link"].map((name) => [name, form.get(name)]))}
      onSave={onSave}
    >
      {(errorOf) => (
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <BothLanguages value={value} labelOf={t} errorOf={errorOf} maxLength={200} />
          <TextInput
            name="link"
            label={t("link")}
            hint={t("linkHint")}
            error={errorOf("link")}
            defaultValue={value.link}
            ltr
            autoComplete="off"
          />
        </div>
      )}
    </SettingForm>
  );
}
