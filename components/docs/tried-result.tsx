"use client";

import { useTranslations } from "next-intl";
import { StatusCode } from "#components/ui/status-code.tsx";
import type { TriedAnswer } from "#core/api/try-input.ts";
import { CodeBlock } from "./code-block.tsx";
import { JsonText, pretty } from "./json-text.tsx";

/** The API's own response, with the meaning of its status. */
export function TriedResult({ answer: { status, headers, body } }: { answer: TriedAnswer }) {
  const t = useTranslations("try");
  const text = pretty(JSON.parse(body));
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-2 text-[13px]">
        <StatusCode status={status} />
        {t.has(`means.${status}` as "means.201") && t(`means.${status}` as "means.201")}
      </p>
      <CodeBlock label={t("answer")} text={text}>
        {lines.length > 0 && <span className="text-muted">{`${lines.join("\n")}\n\n`}</span>}
        <JsonText text={text} />
      </CodeBlock>
    </>
  );
}
