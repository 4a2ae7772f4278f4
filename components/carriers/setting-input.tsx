"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { NativeSelect } from "#components/form/native-select.tsx";
import { KEPT, PasswordInput } from "#components/form/password-input.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import type { FormField } from "#core/gateway/provider-form.ts";

/** One setting: its words come from its name, its input from its type. */
export function SettingInput({
  field: { name, type, required, default: byDefault, example, choices, masked },
  value,
  kept,
  error,
}: {
  field: FormField;
  value: string | undefined;
  /** It is a secret that has a value, which stays if nothing is typed. */
  kept: boolean;
  error: string | undefined;
}) {
  const t = useTranslations("carriers");
  const key = `settings.${name}` as "settings.host";
  const known = t.has(`${key}.label`);
  const text = known ? t(`${key}.label`) : name;
  const help = known ? t(`${key}.help`) : undefined;
  const label = required ? text : t("optional", { label: text });
  const field = `setting.${name}`;
  if (type === "choice" || type === "switch") {
    return (
      <ChoiceInput
        name={field}
        label={label}
        help={help}
        initial={value ?? ""}
        options={(type === "switch" ? ["on", "off"] : choices).map((each) => ({
          value: each,
          text: wordOf(t, name, each),
        }))}
        byDefault={byDefault === "" ? t("none") : t("defaultIs", { value: wordOf(t, name, byDefault) })}
        error={error}
      />
    );
  }
  const common = { name: field, label, hint: kept ? t("kept", { help: help ?? "" }) : help, error };
  if (masked) return <PasswordInput {...common} kept={kept} autoComplete="new-password" />;
  const isLong = type === "json" || type === "template" || type === "lines";
  return (
    <div className={isLong ? "sm:col-span-2" : ""}>
      <TextInput
        {...common}
        defaultValue={value ?? ""}
        placeholder={kept ? KEPT : byDefault || example}
        {...(isLong && { rows: type === "template" ? 3 : 4 })}
        ltr
        autoComplete="off"
      />
    </div>
  );
}

function wordOf(t: ReturnType<typeof useTranslations<"carriers">>, name: string, value: string): string {
  const own = `values.${name}.${value}` as "values.bind.transceiver";
  const common = `values.${value}` as "values.on";
  return t.has(own) ? t(own) : t.has(common) ? t(common) : value;
}

function ChoiceInput({
  name,
  label,
  help,
  initial,
  options,
  byDefault,
  error,
}: {
  name: string;
  label: string;
  help: string | undefined;
  initial: string;
  options: { value: string; text: string }[];
  byDefault: string;
  error: string | undefined;
}) {
  const [value, setValue] = useState(initial);
  return (
    <div className="flex flex-col gap-1.5">
      <NativeSelect
        name={name}
        label={label}
        value={value}
        onChange={setValue}
        options={[{ value: "", text: byDefault }, ...options]}
        error={error}
      />
      {help && !error && <p className="text-[13px] text-muted">{help}</p>}
    </div>
  );
}
