"use client";

import { Button } from "@heroui/react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { FormProblem } from "#components/form/form-problem.tsx";
import { NativeSelect } from "#components/form/native-select.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { attempt, type Outcome, useFailure } from "#components/ui/outcome.ts";
import type { TriedAnswer } from "#core/api/try-input.ts";
import { visible } from "#core/input/cleaned.ts";
import { isolated } from "#core/input/isolated.ts";
import { newUuid } from "#core/input/uuid.ts";
import { CodeBlock } from "./code-block.tsx";
import { JsonText } from "./json-text.tsx";
import { TriedResult } from "./tried-result.tsx";

interface TryItProps {
  /** The approved ones. */
  templates: { id: number; name: string; languages: ("0" | "1")[] }[];
  sandboxOnly: boolean;
  onTry: (input: { body: string; key: string }) => Promise<Outcome<TriedAnswer>>;
}

const MAGIC = ["0001", "0002", "0003", "0004"];
const EXAMPLE = "963911000000";

const newKey = () => `try-${newUuid().replaceAll("-", "")}`;

/**
 * A real send. The body is shown as it is sent. Each submission has one idempotency key, kept until the response
 * arrives: repeated, or sent again after a broken connection, it is still one message.
 */
export function TryIt({ templates, sandboxOnly, onTry }: TryItProps) {
  const t = useTranslations("try");
  const regions = new Intl.DisplayNames(useLocale(), { type: "region" });
  const failure = useFailure();
  const router = useRouter();
  const [number, setNumber] = useState(sandboxOnly ? EXAMPLE : "");
  const [code, setCode] = useState("482910");
  const [templateId, setTemplateId] = useState(templates[0]?.id ?? 0);
  const languages = templates.find(({ id }) => id === templateId)?.languages ?? [];
  const [language, setLanguage] = useState<"0" | "1">(languages.includes("1") ? "1" : "0");
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<TriedAnswer>();
  const [unserved, setUnserved] = useState<{ number: string; country: string }>();
  const [problem, setProblem] = useState<string>();
  const underWay = useRef(false);
  const key = useRef<{ body: string; key: string }>(undefined);

  // Invisible characters are removed: in a code they would be charged for, and the app would not expect them.
  const fields = {
    gsm: visible(number),
    template_id: templateId,
    code: visible(code),
    language: Number(language),
  };
  const body = JSON.stringify(fields, null, 2);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // State changes only with the next render; a second click may come before it.
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setProblem(undefined);
    if (key.current?.body !== body) key.current = { body, key: newKey() };
    const outcome = await attempt(onTry({ body, key: key.current.key }));
    underWay.current = false;
    setBusy(false);
    if (outcome.ok) {
      // After a 503 the same request may be repeated: with its key it is still one message.
      if (outcome.value.status !== 503) key.current = undefined;
      setAnswer(outcome.value);
      const { unserved: country } = outcome.value;
      setUnserved(country === null ? undefined : { number, country: regions.of(country) ?? country });
      router.refresh();
    } else setProblem(failure(outcome));
  };

  return (
    <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-2">
      <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <TextInput
          name="gsm"
          label={t("number")}
          hint={
            sandboxOnly ? (
              <>
                {t("sandbox")}{" "}
                {MAGIC.map((digits) => (
                  <button
                    key={digits}
                    type="button"
                    dir="ltr"
                    className="me-1.5 rounded border border-border px-1.5 font-mono text-xs text-link hover:bg-surface-secondary"
                    onClick={() => setNumber(EXAMPLE.slice(0, -4) + digits)}
                  >
                    {digits}
                  </button>
                ))}
              </>
            ) : undefined
          }
          error={unserved?.number === number ? t("unserved", { country: unserved.country }) : undefined}
          value={number}
          onChange={setNumber}
          placeholder={EXAMPLE}
          type="tel"
          autoComplete="off"
          maxLength={64}
          ltr
        />
        <NativeSelect
          name="template_id"
          label={t("template")}
          value={String(templateId)}
          onChange={(id) => setTemplateId(Number(id))}
          options={templates.map(({ id, name }) => ({
            value: String(id),
            text: `${id} · ${isolated(name)}`,
          }))}
        />
        <TextInput
          name="code"
          label={t("code")}
          value={code}
          onChange={setCode}
          autoComplete="off"
          maxLength={200}
          ltr
        />
        <Choice
          name="language"
          label={t("language")}
          options={(["0", "1"] as const).map((value) => ({ value, text: t(`languages.${value}`) }))}
          value={language}
          onChange={setLanguage}
        />
        <FormProblem>{problem}</FormProblem>
        <div>
          <Button type="submit" isPending={busy}>
            {t("send")}
          </Button>
        </div>
      </form>
      <div className="flex min-w-0 flex-col gap-4">
        <CodeBlock label={t("request")} text={body}>
          <span className="text-muted">{`POST /api/otp/send/\nContent-Type: application/json\n\n`}</span>
          <JsonText text={body} />
        </CodeBlock>
        <div aria-live="polite" aria-busy={busy} className={busy ? "opacity-60" : ""}>
          {answer ? (
            <TriedResult answer={answer} />
          ) : (
            <p className="rounded-lg border border-dashed border-border px-4 py-6 text-center text-[13px] text-muted">
              {t("waiting")}
            </p>
          )}
        </div>
        {answer && sandboxOnly && (
          <Link href="/inbox" className="text-[13px] font-medium text-link underline underline-offset-4">
            {t("inbox")}
          </Link>
        )}
      </div>
    </div>
  );
}
