import { CircleCheck, CirclePause } from "lucide-react";
import { useTranslations } from "next-intl";
import { StateMark } from "#components/ui/status.tsx";

const looks = {
  active: { icon: CircleCheck, color: "text-accent" },
  suspended: { icon: CirclePause, color: "text-danger" },
};

/** Whether an account may send. */
export function AccountState({ status }: { status: "active" | "suspended" }) {
  const t = useTranslations("accounts.states");
  return <StateMark {...looks[status]}>{t(status)}</StateMark>;
}
