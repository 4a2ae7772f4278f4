"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useProblem } from "#components/form/field-problems.ts";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { useAction } from "#components/form/use-action.ts";
import { formatDuration } from "#components/time/duration.ts";
import type { Carrier } from "#core/gateway/carrier.ts";
import { TEST_TEXT, type TestReport, type TestResult } from "#core/gateway/provider-test.ts";
import type { Locale } from "#i18n/locale.ts";
import type { CarrierActions } from "./carrier-actions.ts";
import { Wire } from "./wire.tsx";

/** Sends a message by one carrier alone, and shows what went over the wire and what came of it. */
export function TestDialog({
  carrier: { name },
  actions,
  onClose,
}: {
  carrier: Carrier;
  actions: CarrierActions;
  onClose: () => void;
}) {
  const t = useTranslations("carriers");
  const problemOf = useProblem();
  const { busy, refused, run } = useAction({
    provider_not_found: t("errors.gone"),
    provider_unusable: t("errors.unusable"),
  });
  const [result, setResult] = useState<TestResult>();
  const fields = refused?.fields ?? {};
  return (
    <FormDialog
      title={t("testTitle", { name })}
      lead={t("testLead")}
      problem={Object.keys(fields).length === 0 ? refused?.text : undefined}
      verb={t(result ? "testAgain" : "testSend")}
      dismiss={t("close")}
      busy={busy}
      onClose={onClose}
      onSubmit={(form) => {
        setResult(undefined);
        const given = { name, number: String(form.get("number")), text: String(form.get("text")) };
        void run(actions.onTest(given), setResult);
      }}
    >
      <TextInput
        name="number"
        label={t("testNumber")}
        hint={t("testNumberHelp")}
        error={problemOf(fields.number)}
        autoComplete="tel"
        inputMode="text"
        ltr
        autoFocus
      />
      <TextInput
        name="text"
        label={t("testText")}
        hint={t("testTextHelp")}
        error={problemOf(fields.text)}
        defaultValue={TEST_TEXT}
        rows={2}
        maxLength={500}
        autoComplete="off"
      />
      <div role="status" aria-live="polite">
        {result && <Result key={result.id} result={result} onReport={actions.onReport} />}
      </div>
    </FormDialog>
  );
}

const colors = { accepted: "text-delivered", rejected: "text-failed", unknown: "text-unknown" } as const;

function Result({ result, onReport }: { result: TestResult; onReport: CarrierActions["onReport"] }) {
  const t = useTranslations("carriers");
  const locale = useLocale() as Locale;
  const report = useReport(result, onReport);
  return (
    <div className="flex flex-col gap-3 text-[13px]">
      <p data-outcome={result.outcome}>
        <span className={`font-medium ${colors[result.outcome]}`}>{t(`outcomes.${result.outcome}`)}</span>{" "}
        {t("after", { time: formatDuration(locale, result.answerMs) })}{" "}
        <bdi dir="ltr" className="font-mono text-[0.92em] wrap-anywhere">
          {result.response}
        </bdi>
      </p>
      {result.reports && (
        <p data-report={report?.kind ?? "awaited"}>
          {report ? (
            <>
              <span
                className={`font-medium ${report.kind === "delivered" ? "text-delivered" : "text-failed"}`}
              >
                {t(`reported.${report.kind}`)}
              </span>{" "}
              <bdi dir="ltr" className="font-mono text-[0.92em]">
                {report.word !== report.kind && report.word}
              </bdi>
            </>
          ) : (
            <span className="text-muted">{t("reported.awaited")}</span>
          )}
        </p>
      )}
      <Wire entries={result.wire} />
    </div>
  );
}

const EVERY_MS = 2_000;

/** The report, which may come long after the answer: asked for while the dialog is open. */
function useReport(
  { id, reports, report }: TestResult,
  onReport: CarrierActions["onReport"],
): TestReport | null {
  const [found, setFound] = useState(report);
  useEffect(() => {
    if (!reports || found) return;
    let gone = false;
    const timer = setInterval(async () => {
      const answer = await onReport(id).catch(() => undefined);
      if (!gone && answer?.ok && answer.value) setFound(answer.value);
    }, EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [id, reports, found, onReport]);
  return found;
}
