"use client";

import { Button } from "@heroui/react";
import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormProblem } from "#components/form/form-problem.tsx";
import { useAction } from "#components/form/use-action.ts";
import type { Outcome } from "#components/ui/outcome.ts";
import type { MailAnswer } from "#core/mail/smtp.ts";

export const SMTP_FIELDS = ["host", "port", "user", "password", "from", "fromName", "url"] as const;

export type TestSmtp = () => Promise<Outcome<MailAnswer & { to: string }>>;

/** Sends a mail with what the form says, and shows the server's own words. */
export function SmtpTest({ busy: saving, onTest }: { busy: boolean; onTest: TestSmtp }) {
  const t = useTranslations("settings.smtp");
  const problemOf = useProblem();
  const { busy, refused, run } = useAction();
  const [result, setResult] = useState<MailAnswer & { to: string }>();
  const [field, problems] = Object.entries(refused?.fields ?? {})[0] ?? [];
  const names = SMTP_FIELDS as readonly string[];
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-border bg-background p-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="outline"
          isPending={busy}
          isDisabled={saving}
          onPress={() => {
            setResult(undefined);
            void run(onTest(), setResult);
          }}
        >
          {t("test")}
        </Button>
        <p className="text-[13px] text-muted">{t("testHint")}</p>
      </div>
      <div role="status" className="text-[13px]">
        {result && !busy && (
          <p className="flex items-start gap-2" data-mail={result.outcome}>
            {result.outcome === "sent" ? (
              <CircleCheck className="mt-0.5 size-4 shrink-0 text-delivered" aria-hidden="true" />
            ) : (
              <CircleX className="mt-0.5 size-4 shrink-0 text-failed" aria-hidden="true" />
            )}
            <span className="min-w-0 wrap-anywhere">
              {t(`results.${result.outcome}`, { email: result.to })}{" "}
              <bdi dir="ltr" className="font-mono text-muted">
                {result.answer}
              </bdi>
            </span>
          </p>
        )}
      </div>
      {refused && !busy && (
        <FormProblem>
          {field && names.includes(field)
            ? `${t(field as (typeof SMTP_FIELDS)[number])}: ${problemOf(problems)}`
            : refused.text}
        </FormProblem>
      )}
    </div>
  );
}
