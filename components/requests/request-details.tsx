import Link from "next/link";
import { useTranslations } from "next-intl";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Fact, Facts, Verbatim } from "#components/ui/detail-drawer.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { StatusCode } from "#components/ui/status-code.tsx";
import { remedyOf, type Side } from "./remedies.ts";
import { useMilliseconds } from "./request-columns.tsx";
import type { RequestDetailsView } from "./request-row.ts";

const link = "font-medium text-link underline underline-offset-4";

/** What is known about a request. The code is not stored anywhere. */
export function RequestDetails({ request, side }: { request: RequestDetailsView; side: Side }) {
  const t = useTranslations("requests");
  const milliseconds = useMilliseconds();
  const { id, at, method, path, status, error, field, address, messageId, accountId } = request;
  const account = `/admin/accounts/${accountId}`;
  const remedy = error && remedyOf(error, side, accountId);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Ltr mono className="min-w-0 font-semibold break-all">
          {method} {path}
        </Ltr>
        <StatusCode status={status} />
      </div>
      {error && (
        <div className="rounded-lg bg-surface-secondary px-3.5 py-2.5 text-[13px] dark:bg-surface-tertiary">
          <p className="font-medium">
            {t(`errors.${error}.name`)}
            {field && (
              <>
                {": "}
                <Ltr mono>{field}</Ltr>
              </>
            )}
          </p>
          {side === "developer" && <p className="mt-1 text-muted">{t(`errors.${error}.remedy`)}</p>}
          {remedy && (
            <p className="mt-1">
              <Link href={remedy.href} className={link}>
                {t(`links.${remedy.name}`)}
              </Link>
            </p>
          )}
        </div>
      )}
      <Facts>
        <Fact name={t("id")}>
          <span className="-my-1.5 -me-2 inline-flex items-center gap-1">
            <Ltr mono className="break-all">
              {id}
            </Ltr>
            <CopyButton value={id} label={t("copyId")} />
          </span>
        </Fact>
        <Fact name={t("at")}>
          <ExactTime at={at} to="second" />
        </Fact>
        <Fact name={t("duration")}>{milliseconds(request.durationMs)}</Fact>
        {side === "admin" && (
          <Fact name={t("account")}>
            <Link href={account} className={link}>
              <AccountNameText of={request.accountName} />
            </Link>
          </Fact>
        )}
        <Fact name={t("token")}>
          <bdi className="break-words">{request.tokenName}</bdi>{" "}
          <Ltr mono className="whitespace-nowrap text-muted">
            {request.tokenHint}
          </Ltr>
        </Fact>
        {address !== null && (
          <Fact name={t("address")}>
            <Ltr mono className="break-all">
              {address}
            </Ltr>
          </Fact>
        )}
        {messageId !== null && (
          <Fact name={t("message")}>
            <Link href={`${side === "admin" ? account : ""}/messages?open=${messageId}`} className={link}>
              <Ltr mono>#{messageId}</Ltr>
            </Link>
          </Fact>
        )}
      </Facts>
      <section>
        <h3 className="mb-2 text-[13px] font-semibold">{t("body")}</h3>
        {request.body ? (
          <Verbatim>{indented(request.body)}</Verbatim>
        ) : (
          <p className="text-[13px] text-muted">{t("noBody")}</p>
        )}
      </section>
      <section>
        <h3 className="mb-2 text-[13px] font-semibold">{t("answer")}</h3>
        <Verbatim>{indented(request.answer)}</Verbatim>
      </section>
      <p className="text-xs text-muted">{t("masked")}</p>
    </div>
  );
}

/** JSON on lines; what was cut short is shown as it is. */
function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
