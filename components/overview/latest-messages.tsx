import Link from "next/link";
import { useTranslations } from "next-intl";
import { RelativeTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Status } from "#components/ui/status.tsx";

export interface LatestMessage {
  id: number;
  number: string;
  template: string;
  status: "pending" | "sent" | "delivered" | "failed" | "unknown";
  /** ISO. */
  at: string;
}

/** The latest messages, newest first; each opens in the send log at `log`. */
export function LatestMessages({ messages, log }: { messages: LatestMessage[]; log: string }) {
  const t = useTranslations("overview");
  return (
    <Panel
      title={t("latest")}
      flush
      action={
        messages.length > 0 && (
          <Link href={log} className="text-[13px] font-medium text-link hover:underline">
            {t("allMessages")}
          </Link>
        )
      }
    >
      {messages.length === 0 ? (
        <p className="p-4 text-muted">{t("noMessages")}</p>
      ) : (
        <ul className="divide-y divide-separator text-[13px]">
          {messages.map(({ id, number, template, status, at }) => (
            <li key={id}>
              <Link
                href={`${log}?open=${id}`}
                prefetch={false}
                className="flex min-h-11 items-center justify-between gap-4 px-4 py-2 hover:bg-surface-secondary focus-visible:-outline-offset-2"
              >
                <span className="min-w-0 wrap-anywhere">
                  <Ltr mono>+{number}</Ltr>
                  <span className="ms-3 text-muted">
                    <bdi>{template}</bdi>
                  </span>
                </span>
                <span className="flex shrink-0 items-center gap-4">
                  <span className="sm:w-24">
                    <Status of={status} />
                  </span>
                  <span className="hidden w-28 text-end text-muted sm:block">
                    <RelativeTime at={at} />
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
