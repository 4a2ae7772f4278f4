import { Ban, CircleCheck, Mail } from "lucide-react";
import { useTranslations } from "next-intl";
import { StateMark } from "#components/ui/status.tsx";
import type { UserRow } from "./user-view.ts";

const looks = {
  invited: { icon: Mail, color: "text-unknown" },
  active: { icon: CircleCheck, color: "text-accent" },
  deactivated: { icon: Ban, color: "text-muted" },
};

export function UserStatus({ of, linkExpired }: { of: UserRow["status"]; linkExpired: boolean }) {
  const t = useTranslations("users");
  return (
    <StateMark {...looks[of]}>
      {of === "invited" && linkExpired ? t("linkExpired") : t(`statuses.${of}`)}
    </StateMark>
  );
}
