import Link from "next/link";
import { useTranslations } from "next-intl";
import { ExactTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { Status } from "#components/ui/status.tsx";

interface LatestMessagesProps {
  accountId: number;
  /** The send log of the subscription. */
  log: string;
  messages: {
    id: number;
    number: string;
    status: "pending" | "sent" | "delivered" | "failed" | "unknown";
    credits: number;
    /** ISO. */
    createdAt: string;
  }[];
}

/** The latest messages charged to a subscription, and a link to all of them. */
export function LatestMessages({ accountId, log, messages }: LatestMessagesProps) {
  const t = useTranslations("subscriptions");
  return (
    <Panel
      title={t("latest")}
      flush
      action={
        <Link href={log} prefetch={false} className="text-[13px] font-medium text-link">
          {t("more")}
        </Link>
      }
    >
      {messages.length === 0 ? (
        <p className="px-4 py-3 text-[13px] text-muted">{t("noMessages")}</p>
      ) : (
        <RecordTable
          label={t("latest")}
          columns={[t("message"), t("number"), t("state"), t("cost"), t("when")]}
          numeric={[t("cost")]}
        >
          {messages.map(({ id, number, status, credits, createdAt }) => (
            <RecordRow key={id}>
              <RecordCell label={t("message")}>
                <Link
                  href={`/admin/messages?account=${accountId}&q=%23${id}`}
                  className="text-link underline-offset-4 hover:underline"
                >
                  <Ltr mono>{id}</Ltr>
                </Link>
              </RecordCell>
              <RecordCell label={t("number")}>
                <Ltr mono>+{number}</Ltr>
              </RecordCell>
              <RecordCell label={t("state")}>
                <Status of={status} />
              </RecordCell>
              <RecordCell label={t("cost")} numeric>
                {status === "failed" ? 0 : credits}
              </RecordCell>
              <RecordCell label={t("when")}>
                <ExactTime at={createdAt} />
              </RecordCell>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}
