"use client";

import { X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { NativeSelect } from "#components/form/native-select.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

interface Country {
  code: string;
  name: string;
}

/** The countries to which messages may be sent. */
export function CountriesForm({
  value,
  environment,
  all,
  onSave,
}: {
  /** Null stands for the environment's default. */
  value: string[] | null;
  environment: string[];
  all: Country[];
  onSave: SaveSetting;
}) {
  const t = useTranslations("settings.countries");
  const format = useFormatter();
  const [source, setSource] = useState<"environment" | "own">(value === null ? "environment" : "own");
  const [codes, setCodes] = useState(value ?? environment);
  const nameOf = (code: string) => all.find((country) => country.code === code)?.name ?? code;
  return (
    <SettingForm
      id="countries"
      title={t("title")}
      lead={t("lead")}
      was={{ countries: value }}
      read={() => ({ countries: source === "own" ? codes : null })}
      onSave={onSave}
    >
      {(errorOf) => (
        <>
          <Choice
            name="source"
            label={t("source")}
            options={[
              {
                value: "environment",
                text: t("environment", { countries: format.list(environment.map(nameOf)) }),
              },
              { value: "own", text: t("own") },
            ]}
            value={source}
            onChange={setSource}
          />
          {source === "own" && (
            <>
              <ul aria-label={t("list")} className="flex flex-wrap gap-2">
                {codes.map((code, index) => (
                  <li
                    key={code}
                    className="inline-flex h-8 items-center gap-1.5 rounded-lg border border-border ps-3 pe-1 text-[13px]"
                  >
                    {nameOf(code)}
                    {index === 0 && <span className="text-muted">({t("first")})</span>}
                    <button
                      type="button"
                      aria-label={t("remove", { country: nameOf(code) })}
                      onClick={() => setCodes(codes.filter((each) => each !== code))}
                      className="grid size-6 place-items-center rounded text-muted hover:text-foreground"
                    >
                      <X className="size-4" aria-hidden="true" />
                    </button>
                  </li>
                ))}
              </ul>
              {errorOf("countries") && (
                <p role="alert" className="text-[13px] text-danger">
                  {errorOf("countries")}
                </p>
              )}
              <div className="max-w-72">
                <NativeSelect
                  name="add"
                  label={t("add")}
                  value=""
                  onChange={(code) => code && setCodes([...codes, code])}
                  options={[
                    { value: "", text: t("addChoose") },
                    ...all
                      .filter(({ code }) => !codes.includes(code))
                      .map(({ code, name }) => ({ value: code, text: `${name} (${code})` })),
                  ]}
                />
              </div>
            </>
          )}
        </>
      )}
    </SettingForm>
  );
}
