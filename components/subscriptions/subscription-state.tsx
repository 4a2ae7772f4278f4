import { Ban, CircleCheck, Clock, Hourglass, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SubscriptionState } from "#core/customer/subscription.ts";

const looks: Record<SubscriptionState, { icon: LucideIcon; color: string }> = {
  active: { icon: CircleCheck, color: "text-accent" },
  notBegun: { icon: Hourglass, color: "text-muted" },
  ended: { icon: Clock, color: "text-muted" },
  cancelled: { icon: Ban, color: "text-danger" },
};

/** A subscription's state as a colour, an icon and a word. */
export function SubscriptionStateMark({ of }: { of: SubscriptionState }) {
  const t = useTranslations("subscriptions.states");
  const { icon: Icon, color } = looks[of];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${color}`}>
      <Icon className="size-3.5 shrink-0" aria-hidden="true" />
      {t(of)}
    </span>
  );
}
