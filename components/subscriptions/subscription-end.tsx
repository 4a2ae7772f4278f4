import { useTranslations } from "next-intl";
import { ExactTime } from "#components/time/time.tsx";
import type { SubscriptionView } from "./subscription-view.ts";

/** When a subscription ends, was cancelled, or, before it has begun, starts; and whether it renews itself then. */
export function SubscriptionEnd({
  of: { state, startsAt, endsAt, cancelledAt, renewal },
}: {
  of: Pick<SubscriptionView, "state" | "startsAt" | "endsAt" | "cancelledAt" | "renewal">;
}) {
  const t = useTranslations("subscriptions");
  const [said, at] =
    cancelledAt !== null
      ? ([t("cancelledAt"), cancelledAt] as const)
      : state === "notBegun"
        ? ([t("begins"), startsAt] as const)
        : ([renewal === "off" || state === "ended" ? null : t("renews"), endsAt] as const);
  return (
    <span className="inline-flex flex-col">
      <ExactTime at={at} to="day" />
      {said && <span className="text-xs text-muted">{said}</span>}
    </span>
  );
}
