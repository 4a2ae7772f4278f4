"use client";

import { useTranslations } from "next-intl";
import type { Outcome } from "#components/ui/outcome.ts";
import { BothLanguages } from "./both-languages.tsx";
import { LogoField } from "./logo-field.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

/** The gateway's name and logo. */
export function BrandForm({
  value,
  ownNames,
  logo,
  onSave,
  onLogo,
}: {
  value: { english: string; arabic: string };
  /** The product's own name, used if the field is empty. */
  ownNames: { english: string; arabic: string };
  logo: string | null;
  onSave: SaveSetting;
  onLogo: (form: FormData) => Promise<Outcome>;
}) {
  const t = useTranslations("settings.brand");
  return (
    <SettingForm
      id="brand"
      title={t("title")}
      lead={t("lead")}
      schema="brand"
      was={value}
      read={(form) => ({ english: form.get("english"), arabic: form.get("arabic") })}
      onSave={onSave}
    >
      {(errorOf) => (
        <>
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
            <BothLanguages
              value={value}
              labelOf={t}
              hintOf={(language) => t("hint", { name: ownNames[language] })}
              errorOf={errorOf}
              maxLength={40}
            />
          </div>
          <LogoField logo={logo} onLogo={onLogo} />
        </>
      )}
    </SettingForm>
  );
}
