import Link from "next/link";
import { useTranslations } from "next-intl";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Fact, Facts, Verbatim } from "#components/ui/detail-drawer.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Status } from "#components/ui/status.tsx";
import { LOG_PAGES } from "#core/message/log-pages.ts";
import { AttemptList } from "./attempt-list.tsx";
import type { DetailsView } from "./log-row.ts";
import { reasonHint, reasonName } from "./reason-text.ts";
import { Timeline } from "./timeline.tsx";

const link = "font-medium text-link underline underline-offset-4";

/** Where the names in a message's sheet lead. */
function linksOf(
  { accountId, templateId, tokenId, number, providerId, provider }: DetailsView,
  side: "developer" | "admin",
) {
  const admin = side === "admin";
  const file = `/admin/accounts/${accountId}`;
  return {
    account: admin ? file : null,
    template: admin ? `${file}/templates/${templateId}` : `/templates/${templateId}`,
    token: admin
      ? `${LOG_PAGES.admin}?account=${accountId}&token=${tokenId}`
      : `${LOG_PAGES.developer}?token=${tokenId}`,
    provider: admin && provider !== null ? `${LOG_PAGES.admin}?provider=${providerId}` : null,
    sameNumber: `${LOG_PAGES[side]}?q=%2B${number}`,
  };
}

/** What is known about a message. Its code is not stored anywhere. */
export function MessageDetails({ message, side }: { message: DetailsView; side: "developer" | "admin" }) {
  const t = useTranslations("messages");
  const { language, credits, segments, status, problem, response } = message;
  const { account, template, token, provider, sameNumber } = linksOf(message, side);
  const isTaken = status === "sent" || status === "delivered";
  const hint = problem ? reasonHint(t, side, problem) : isTaken ? t(`statusHints.${status}`) : undefined;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <span className="flex items-center gap-1 text-lg font-semibold">
          <Ltr mono>+{message.number}</Ltr>
          <CopyButton value={`+${message.number}`} />
        </span>
        <Status of={status} />
      </div>
      <div className="-mt-4 flex flex-col items-start gap-1.5 text-[13px]">
        <div>
          {problem && <p className="font-medium">{reasonName(t, side, problem)}</p>}
          {hint && <p className="text-pretty text-muted">{hint}</p>}
        </div>
        <Link href={sameNumber} className={link}>
          {t("sameNumber")}
        </Link>
      </div>
      <p
        lang={language === 0 ? "ar" : "en"}
        dir={language === 0 ? "rtl" : "ltr"}
        className="rounded-lg bg-surface-secondary px-3.5 py-2.5 break-words whitespace-pre-wrap dark:bg-surface-tertiary"
      >
        {message.maskedText}
      </p>
      <Facts>
        <Fact name={t("at")}>
          <ExactTime at={message.createdAt} to="second" />
        </Fact>
        {account && (
          <Fact name={t("account")}>
            <Link href={account} className={link}>
              <AccountNameText of={message.accountName} />
            </Link>
          </Fact>
        )}
        <Fact name={t("template")}>
          <Link href={template} className={`break-words ${link}`}>
            {t("templateVersion", { name: message.templateName, version: message.templateVersion })}
          </Link>
        </Fact>
        <Fact name={t("language")}>{t(`languages.${language === 0 ? "ar" : "en"}`)}</Fact>
        <Fact name={t("token")}>
          {message.tokenName === null ? (
            <>
              {t("noToken")} {message.triedBy && <Ltr>{message.triedBy}</Ltr>}
            </>
          ) : (
            <>
              <Link href={token} className={link}>
                <bdi>{message.tokenName}</bdi>
              </Link>{" "}
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
        {provider && (
          <Fact name={t("provider")}>
            <Link href={provider} className={link}>
              <Ltr>{message.provider}</Ltr>
            </Link>
          </Fact>
        )}
        {side === "admin" && message.route && (
          <Fact name={t("route")}>
            {t(message.route.own ? "ownRoute" : "generalRoute", { prefix: message.route.prefix })}
          </Fact>
        )}
      </Facts>
      <section>
        <h3 className="mb-2 text-[13px] font-semibold">{t("response")}</h3>
        {response ? (
          <Verbatim>{response}</Verbatim>
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
