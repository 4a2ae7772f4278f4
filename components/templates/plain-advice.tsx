import { Info } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Ltr } from "#components/ui/ltr.tsx";
import { codePointsOf, plainAdvice } from "#core/template/plain-characters.ts";

/** Which characters make a text more expensive than it looks, where they are, and what could replace them. */
export function PlainAdvice({
  body,
  sampleCode,
  language,
  action,
}: {
  body: string;
  sampleCode: string;
  language: "ar" | "en";
  /**
   * A button that inserts the plain character, for one or (if `only` is undefined) for all. A read-only view has none.
   */
  action?: (label: string, only?: string) => ReactNode;
}) {
  const t = useTranslations("templates.plain");
  const advice = plainAdvice(body, sampleCode);
  if (advice === null) return null;
  const { characters, now, plain } = advice;
  const replaceable = characters.filter((each) => each.plain !== null);
  return (
    <div className="rounded-lg border border-border bg-surface-secondary p-3 text-[13px]">
      <p className="flex gap-2 font-medium">
        <Info className="mt-0.5 size-4 shrink-0 text-unknown" aria-hidden="true" />
        {t("title", { count: characters.reduce((sum, each) => sum + each.count, 0) })}
      </p>
      <p className="tabular mt-1 text-muted">{t("cost", { now: now.segments, plain: plain.segments })}</p>
      <ul className="mt-2 flex flex-col divide-y divide-separator">
        {characters.map((each) => (
          <li key={each.text} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5 py-2">
            <div className="min-w-0">
              <p>
                {t(`kinds.${each.kind}`)} <Ltr mono>{codePointsOf(each.text)}</Ltr>
                {each.count > 1 && <span className="text-muted"> · {t("times", { count: each.count })}</span>}
              </p>
              <p className="text-muted wrap-anywhere">
                <bdi lang={language} dir={language === "ar" ? "rtl" : "ltr"} className="whitespace-pre-wrap">
                  {each.before}
                  <mark className="rounded-sm bg-unknown/20 px-0.5 text-foreground">{each.text}</mark>
                  {each.after}
                </bdi>
              </p>
              {each.plain === null && <p className="text-muted">{t("none")}</p>}
            </div>
            {each.plain !== null &&
              action?.(
                each.plain === ""
                  ? t("remove")
                  : each.plain === " "
                    ? t("useBlank")
                    : t("use", { plain: each.plain }),
                each.text,
              )}
          </li>
        ))}
      </ul>
      {replaceable.length > 1 && action?.(t("all"))}
    </div>
  );
}
