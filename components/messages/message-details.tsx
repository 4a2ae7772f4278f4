import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ExactTime } from "#components/time/time.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Status } from "#components/ui/status.tsx";
import { AttemptList } from "./attempt-list.tsx";
import type { DetailsView } from "./log-row.ts";
import { Timeline } from "./timeline.tsx";

/** What is known about a message. Its code is not stored anywhere. */
export function MessageDetails({ message, side }: { message: DetailsView; side: "developer" | "admin" }) {
  const t = useTranslations("messages");
  const { language, credits, segments, status, response } = message;
  const templateName = (
    <span className="break-words">
      {t("templateVersion", { name: message.templateName, version: message.templateVersion })}
    </span>
  );
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="flex items-center gap-1 text-lg font-semibold">
          <Ltr mono>+{message.number}</Ltr>
          <CopyButton value={`+${message.number}`} />
        </span>
        <Status of={status} />
      </div>
      <p
        lang={language === 0 ? "ar" : "en"}
        dir={language === 0 ? "rtl" : "ltr"}
        className="rounded-lg bg-surface-secondary px-3.5 py-2.5 break-words whitespace-pre-wrap dark:bg-surface-tertiary"
      >
        {message.maskedText}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-[13px]">
        <Fact name={t("at")}>
          <ExactTime at={message.createdAt} to="second" />
        </Fact>
        {side === "admin" && (
          <Fact name={t("account")}>
            <bdi>{message.accountName}</bdi>
          </Fact>
        )}
        <Fact name={t("template")}>
          {side === "developer" ? (
            <Link
              href={`/templates/${message.templateId}`}
              className="font-medium text-link underline underline-offset-4"
            >
              {templateName}
            </Link>
          ) : (
            templateName
          )}
        </Fact>
        <Fact name={t("language")}>{t(`languages.${language === 0 ? "ar" : "en"}`)}</Fact>
        <Fact name={t("token")}>
          {message.tokenName === null ? (
            <>
              {t("noToken")} {message.triedBy && <Ltr>{message.triedBy}</Ltr>}
            </>
          ) : (
            <>
              <bdi>{message.tokenName}</bdi>{" "}
              <Ltr mono className="text-muted">
                {message.tokenHint}
              </Ltr>
            </>
          )}
        </Fact>
        <Fact name={t("credits")}>
          {t("charge", { credits, segments })}
          {status === "failed" && <span className="text-muted"> {t("returned")}</span>}
        </Fact>
        {side === "admin" && message.provider && (
          <Fact name={t("provider")}>
            <Ltr>{message.provider}</Ltr>
          </Fact>
        )}
        {side === "admin" && message.route && (
          <Fact name={t("route")}>
            {t(message.route.own ? "ownRoute" : "generalRoute", { prefix: message.route.prefix })}
          </Fact>
        )}
      </dl>
      <section>
        <h3 className="mb-2 text-[13px] font-semibold">{t("response")}</h3>
        {response ? (
          <pre
            dir="ltr"
            className="max-h-60 overflow-auto rounded-lg border border-border bg-surface-secondary p-3 text-xs break-words whitespace-pre-wrap"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer scrolls, and must with the keyboard, too
            tabIndex={0}
          >
            {response}
          </pre>
        ) : (
          <p className="text-[13px] text-muted">{t("noResponse")}</p>
        )}
      </section>
      {message.attempts.length > 1 && (
        <section>
          <h3 className="mb-2 text-[13px] font-semibold">{t("attempts")}</h3>
          <AttemptList attempts={message.attempts} />
        </section>
      )}
      <section>
        <h3 className="mb-3 text-[13px] font-semibold">{t("timeline")}</h3>
        <Timeline steps={message.timeline} status={status} />
      </section>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-end">{children}</dd>
    </>
  );
}
