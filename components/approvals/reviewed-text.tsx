import { useTranslations } from "next-intl";
import { PhonePreview } from "#components/templates/phone-preview.tsx";
import { PlainAdvice } from "#components/templates/plain-advice.tsx";
import { TextChanges } from "#components/templates/text-changes.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { measure } from "#core/template/segments.ts";
import { render } from "#core/template/template.ts";

const SAMPLE_CODE = "482910";

/** One language's text as a phone shows it, with its cost and its changes against the approved version. */
export function ReviewedText({
  language,
  body,
  serving,
  senders,
}: {
  language: "ar" | "en";
  body: string | null;
  /** Undefined if no version was approved yet; null if the approved version has no text in this language. */
  serving: string | null | undefined;
  /** The account's registered sender IDs. */
  senders: string[];
}) {
  const t = useTranslations("approvals");
  const words = useTranslations("templates");
  const text = body === null ? null : render(body, SAMPLE_CODE);
  const measured = text === null ? null : measure(text);
  return (
    <Panel title={words(language === "ar" ? "arabic" : "english")} className="min-w-0">
      {text === null || measured === null ? (
        <p className="text-[13px] text-muted">{t("noText")}</p>
      ) : (
        <>
          <PhonePreview text={text} language={language} senders={senders} />
          <p className="tabular mt-3 text-[13px] text-muted">
            {words("segments", { count: measured.segments })} ·{" "}
            {words("units", { used: measured.perSegment - measured.remaining, size: measured.perSegment })}
          </p>
          <p className="tabular text-[13px] text-muted">
            {words("encoding", { encoding: measured.encoding })} ·{" "}
            {words("credits", { segments: measured.segments })}
          </p>
          <div className="mt-3 empty:hidden">
            <PlainAdvice body={body ?? ""} sampleCode={SAMPLE_CODE} language={language} />
          </div>
        </>
      )}
      {serving !== undefined && <Changes language={language} before={serving ?? ""} after={body ?? ""} />}
    </Panel>
  );
}

function Changes({ language, before, after }: { language: "ar" | "en"; before: string; after: string }) {
  const t = useTranslations("approvals");
  if (before === after) {
    return (
      <p className="mt-3 border-t border-separator pt-3 text-[13px] text-muted">
        {before === "" ? t("noText") : t("unchanged")}
      </p>
    );
  }
  return (
    <div className="mt-3 border-t border-separator pt-3">
      <p className="mb-1 text-[13px] text-muted">{t("changed")}</p>
      <TextChanges language={language} before={before} after={after} />
    </div>
  );
}
