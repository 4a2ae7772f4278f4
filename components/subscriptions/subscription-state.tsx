import { Ban, CircleCheck, Clock, Hourglass, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { StateMark } from "#components/ui/status.tsx";
import type { SubscriptionState } from "#core/customer/subscription.ts";

const looks: Record<SubscriptionState, { icon: LucideIcon; color: string }> = {
  active: { icon: CircleCheck, color: "text-accent" },
  notBegun: { icon: Hourglass, color: "text-muted" },
  ended: { icon: Clock, color: "text-muted" },
  cancelled: { icon: Ban, color: "text-danger" },
};

/** A subscription's state. */
export function SubscriptionStateMark({ of }: { of: SubscriptionState }) {
  const t = useTranslations("subscriptions.states");
  return <StateMark {...looks[of]}>{t(of)}</StateMark>;
}
