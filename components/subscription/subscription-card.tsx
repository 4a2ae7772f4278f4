import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useDates } from "#components/time/use-dates.ts";
import type { RenewalChoice } from "#core/customer/subscription.ts";
import { UsedBar } from "./used-bar.tsx";

/** The anchor of a subscription's card on a page of an account. */
export const subscriptionAnchor = (id: number) => `subscription-${id}`;

interface SubscriptionCardProps {
  id: number;
  /** The address of the account's send log. */
  log: string;
  /** The links to its ledger and its history. */
  href?: string;
  plan: string;
  unit: "message" | "segment";
  quota: number;
  used: number;
  remaining: number;
  /** ISO. */
  startsAt: string;
  endsAt: string;
  cancelledAt: string | null;
  renewal: RenewalChoice;
  state: "active" | "cancelled" | "ended" | "notBegun";
}

/** One subscription: what is left of it, and until when. */
export function SubscriptionCard({
  id,
  log,
  href,
  plan,
  unit,
  quota,
  used,
  remaining,
  startsAt,
  endsAt,
  cancelledAt,
  renewal,
  state,
}: SubscriptionCardProps) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const { day } = useDates();
  return (
    <article
      id={subscriptionAnchor(id)}
      className={`scroll-mt-20 rounded-lg border border-border bg-surface p-4 ${state === "active" ? "" : "text-muted"}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="font-semibold">
          {href === undefined ? (
            <bdi>{plan}</bdi>
          ) : (
            <Link href={href} className="text-link underline-offset-4 hover:underline">
              <bdi>{plan}</bdi>
            </Link>
          )}
        </h3>
        <p className="tabular text-[13px]">
          {state === "active" ? t("left", { count: remaining }) : t(`states.${state}`)}
        </p>
      </div>
      <UsedBar quota={quota} used={used} past={state !== "active"} />
      <p className="tabular text-[13px] text-muted">
        <Link
          href={`${log}?subscription=${id}`}
          prefetch={false}
          className="underline-offset-4 hover:underline"
        >
          {t("used", { used: format.number(used), quota })}
        </Link>{" "}
        · {t(`unit.${unit}`)}
      </p>
      <p className="tabular text-[13px] text-muted">
        {t("period", { from: day(new Date(startsAt)), to: day(new Date(endsAt)) })}
      </p>
      {cancelledAt !== null && (
        <p className="tabular text-[13px] text-danger">
          {t("cancelledOn", { day: day(new Date(cancelledAt)) })}
        </p>
      )}
      {state === "notBegun" && (
        <p className="tabular text-[13px] font-medium">{t("startsOn", { day: day(new Date(startsAt)) })}</p>
      )}
      {renewal !== "off" && (state === "active" || state === "notBegun") && (
        <p className="tabular text-[13px] text-muted">
          {t(`renewsOn.${renewal}`, { day: day(new Date(endsAt)) })}
        </p>
      )}
    </article>
  );
}
