import { useFormatter, useTranslations } from "next-intl";

interface SubscriptionCardProps {
  plan: string;
  unit: "message" | "segment";
  quota: number;
  used: number;
  remaining: number;
  /** ISO. */
  startsAt: string;
  endsAt: string;
  state: "active" | "cancelled" | "ended" | "notBegun";
}

/** One subscription: what is left of it, and until when. */
export function SubscriptionCard({
  plan,
  unit,
  quota,
  used,
  remaining,
  startsAt,
  endsAt,
  state,
}: SubscriptionCardProps) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: "medium", numberingSystem: "latn" });
  const share = quota === 0 ? 0 : used / quota;
  return (
    <article
      className={`rounded-lg border border-border bg-surface p-4 ${state === "active" ? "" : "text-muted"}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="font-semibold">{plan}</h3>
        <p className="tabular text-[13px]">
          {state === "active" ? t("left", { count: remaining }) : t(state)}
        </p>
      </div>
      {/* The words below say the same. */}
      <div aria-hidden="true" className="my-3 h-2 overflow-hidden rounded-full bg-surface-tertiary">
        <div
          className={`h-full ${state !== "active" ? "bg-pending" : share >= 0.9 ? "bg-unknown" : "bg-accent"}`}
          style={{ width: `${Math.round(share * 100)}%` }}
        />
      </div>
      <p className="tabular text-[13px] text-muted">
        {t("used", { used: format.number(used), quota: format.number(quota) })} · {t(`unit.${unit}`)}
      </p>
      <p className="tabular text-[13px] text-muted">
        {t("period", { from: day(startsAt), to: day(endsAt) })}
      </p>
    </article>
  );
}
