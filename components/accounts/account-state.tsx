import { CircleCheck, CirclePause } from "lucide-react";
import { useTranslations } from "next-intl";

/** Whether an account may send: as a colour, an icon and a word. */
export function AccountState({ status }: { status: "active" | "suspended" }) {
  const t = useTranslations("accounts.states");
  const Icon = status === "active" ? CircleCheck : CirclePause;
  return (
    <span
      className={`inline-flex items-center gap-1.5 text-[13px] font-medium whitespace-nowrap ${status === "active" ? "text-accent" : "text-danger"}`}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden="true" />
      {t(status)}
    </span>
  );
}
