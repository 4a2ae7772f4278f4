import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { ContactLine } from "#components/subscription/contact-line.tsx";
import { UsedBar } from "#components/subscription/used-bar.tsx";
import { relativeUnit } from "#components/time/relative.ts";
import { useDates } from "#components/time/use-dates.ts";
import { Panel } from "#components/ui/panel.tsx";

export interface OverviewSubscription {
  id: number;
  plan: string;
  quota: number;
  used: number;
  endsAt: Date;
}

/** Subscriptions this close to their end, in days, are highlighted. */
const WARN_DAYS = 3;

/** What each active subscription has left, and until when. */
export function Subscriptions({
  subscriptions,
  contact,
}: {
  subscriptions: OverviewSubscription[];
  contact: { text: string | null; link: string | null };
}) {
  const t = useTranslations("overview");
  const words = useTranslations("subscription");
  const format = useFormatter();
  const { exact } = useDates();
  const now = useNow();
  const lasting = subscriptions.map((each) => ({
    ...each,
    days: (each.endsAt.getTime() - now.getTime()) / 86_400_000,
  }));
  return (
    <Panel
      title={t("credits")}
      action={
        <Link href="/subscription" className="text-[13px] font-medium text-link hover:underline">
          {t("ledger")}
        </Link>
      }
    >
      {subscriptions.length === 0 && <p className="text-muted">{words("noneActive")}</p>}
      <ul className="flex flex-col gap-4">
        {lasting.map(({ id, plan, quota, used, endsAt, days }) => (
          <li key={id}>
            <p className="flex items-baseline justify-between gap-3">
              <bdi className="truncate font-medium">{plan}</bdi>
              <span className="tabular text-[13px] whitespace-nowrap">
                {words("left", { count: quota - used })}
              </span>
            </p>
            <UsedBar quota={quota} used={used} />
            <p className="tabular flex flex-wrap justify-between gap-x-3 text-[13px] text-muted">
              <Link
                href={`/messages?subscription=${id}`}
                prefetch={false}
                className="underline-offset-4 hover:underline"
              >
                {words("used", { used: format.number(used), quota })}
              </Link>
              <time
                dateTime={endsAt.toISOString()}
                title={exact(endsAt)}
                className={days < WARN_DAYS ? "font-medium text-failed" : ""}
              >
                {t("ends", { when: format.relativeTime(endsAt, { now, unit: relativeUnit(endsAt, now) }) })}
              </time>
            </p>
          </li>
        ))}
      </ul>
      <ContactLine {...contact} className="mt-4 border-t border-separator pt-3 text-[13px]" />
    </Panel>
  );
}
