import Link from "next/link";
import { useTranslations } from "next-intl";
import { StatusCode } from "#components/ui/status-code.tsx";
import { type AnswerCase, answerCases } from "#core/api/answers.ts";
import type { ShownMessage } from "#core/api/message-body.ts";
import { BareCode } from "./code-block.tsx";
import { JsonText, pretty } from "./json-text.tsx";
import { c } from "./rich.tsx";

/** The page that fixes the problem, for the answers that have one. */
const remedies: Partial<Record<AnswerCase["name"], "templates" | "tokens" | "whitelist" | "subscription">> = {
  template: "templates",
  tokenInvalid: "tokens",
  address: "whitelist",
  credit: "subscription",
};

/** Every response to a send, with its exact body and advice. */
export function Answers({ example }: { example: ShownMessage }) {
  const t = useTranslations("docs.errors");
  const nav = useTranslations("common.nav");
  return (
    <ol className="divide-y divide-separator rounded-lg border border-border bg-surface">
      {answerCases(example).map(({ status, name, body, headers = {} }) => {
        const text = pretty(body);
        const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`);
        const remedy = remedies[name];
        return (
          <li key={name} className="grid grid-cols-1 items-start gap-x-6 gap-y-3 p-4 xl:grid-cols-2">
            <div>
              <StatusCode status={status} />
              <p className="mt-2">{t.rich(`cases.${name}.when`, { c })}</p>
              <p className="mt-1 text-muted">
                {t.rich(`cases.${name}.do`, { c })}{" "}
                {remedy && (
                  <Link
                    href={`/${remedy}`}
                    className="font-medium whitespace-nowrap text-link underline underline-offset-4"
                  >
                    {nav(remedy)}
                  </Link>
                )}
              </p>
            </div>
            <BareCode label={`${status}`} text={text}>
              {lines.length > 0 && <span className="text-muted">{`${lines.join("\n")}\n\n`}</span>}
              <JsonText text={text} />
            </BareCode>
          </li>
        );
      })}
    </ol>
  );
}
