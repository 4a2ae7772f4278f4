"use client";

import { Button } from "@heroui/react";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { TextInput } from "#components/form/text-input.tsx";
import { KeepFocus } from "#components/ui/keep-focus.tsx";
import { inPlainCharacters } from "#core/template/plain-characters.ts";
import { measure } from "#core/template/segments.ts";
import { CODE_PLACE, render, reviewBody, tidyBody } from "#core/template/template.ts";
import { PhonePreview } from "./phone-preview.tsx";
import { PlainAdvice } from "./plain-advice.tsx";

interface BodyFieldProps {
  language: "ar" | "en";
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  error: string | undefined;
  sampleCode: string;
  /** The account's names, of which the text should have one. */
  brands: string[];
  /** The account's registered sender IDs. */
  senders: string[];
}

/** One language's text with its cost and look, counted by the function that charges. */
export function BodyField({
  language,
  value,
  onChange,
  onBlur,
  error,
  sampleCode,
  brands,
  senders,
}: BodyFieldProps) {
  const t = useTranslations("templates");
  const body = tidyBody(value);
  const text = body === "" ? "" : render(body, sampleCode);
  const measured = measure(text);
  const warnings = body === "" ? [] : reviewBody(body, { brands });

  return (
    <div className="flex min-w-0 flex-col gap-3">
      <TextInput
        name={language === "ar" ? "arabic" : "english"}
        label={t(language === "ar" ? "arabic" : "english")}
        hint={t("bodyHint")}
        error={error}
        value={value}
        onChange={onChange}
        onBlur={onBlur}
        rows={5}
        dir={language === "ar" ? "rtl" : "ltr"}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <KeepFocus>
          <Button
            size="sm"
            variant="outline"
            onPress={() => onChange(`${value}${value && !/\s$/.test(value) ? " " : ""}${CODE_PLACE}`)}
          >
            {t("insertCode")}
          </Button>
        </KeepFocus>
        <p className="tabular text-[13px] text-muted" aria-live="polite">
          {t("segments", { count: text === "" ? 0 : measured.segments })}
          {text !== "" && (
            <>
              {" "}
              · {t("units", { used: measured.perSegment - measured.remaining, size: measured.perSegment })}
            </>
          )}
        </p>
      </div>
      {text !== "" && (
        <p className="tabular -mt-2 text-[13px] text-muted">
          {t("encoding", { encoding: measured.encoding })} · {t("credits", { segments: measured.segments })}
        </p>
      )}
      <PlainAdvice
        body={body}
        sampleCode={sampleCode}
        language={language}
        action={(label, only) => (
          <KeepFocus>
            <Button size="sm" variant="outline" onPress={() => onChange(inPlainCharacters(value, only))}>
              {label}
            </Button>
          </KeepFocus>
        )}
      />
      {warnings.map((warning) => (
        <p key={warning} className="flex gap-2 text-[13px] text-unknown">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          {t(`warnings.${warning}`, { brand: brands.join(" / ") })}
        </p>
      ))}
      <div>
        <p className="mb-1.5 text-[13px] font-medium">{t("preview")}</p>
        <PhonePreview text={text} language={language} senders={senders} />
      </div>
    </div>
  );
}
