import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { bodyDirection } from "#core/template/body-direction.ts";
import type { ReviewCheck } from "#core/template/review.ts";

/** The automatic checks of both texts: each with its result and, for a warning, what was found. */
export function Checks({ checks, brand }: { checks: ReviewCheck[]; brand: string }) {
  const t = useTranslations("approvals");
  return (
    <Panel title={t("checksTitle")} flush>
      <ul className="divide-y divide-separator">
        {checks.map(({ name, passed, languages, found }) => (
          <li key={name} className="flex gap-2.5 px-4 py-2">
            {passed ? (
              <CircleCheck className="mt-0.5 size-4 shrink-0 text-delivered" aria-hidden="true" />
            ) : (
              <TriangleAlert className="mt-0.5 size-4 shrink-0 text-unknown" aria-hidden="true" />
            )}
            <div className="min-w-0 text-[13px]">
              <p className={passed ? "text-muted" : ""}>
                <span className="sr-only">{t(passed ? "passed" : "warning")} </span>
                {passed ? t(`checks.${name}.pass`, { brand }) : t(`checks.${name}.warn`, { brand })}
                {!passed && languages.length === 1 && (
                  <span className="text-muted"> ({t(`only.${languages[0]!}`)})</span>
                )}
              </p>
              {found.map(({ account, text }) => (
                <p key={`${account.name} ${text}`} className="mt-1 text-muted">
                  <AccountNameText of={account} className="font-medium text-foreground" />
                  {text !== null && (
                    <>
                      {": "}
                      <bdi dir={bodyDirection(text)} className="wrap-anywhere">
                        {text}
                      </bdi>
                    </>
                  )}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
