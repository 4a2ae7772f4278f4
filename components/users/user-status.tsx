import { Ban, CircleCheck, Mail } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UserRow } from "./user-view.ts";

const looks = {
  invited: { icon: Mail, color: "text-unknown" },
  active: { icon: CircleCheck, color: "text-accent" },
  deactivated: { icon: Ban, color: "text-muted" },
};

export function UserStatus({ of, linkExpired }: { of: UserRow["status"]; linkExpired: boolean }) {
  const t = useTranslations("users");
  const { icon: Icon, color } = looks[of];
  return (
    <span className={`inline-flex items-center gap-1.5 align-middle font-medium ${color}`}>
      <Icon className="size-3.5 shrink-0" aria-hidden="true" />
      {of === "invited" && linkExpired ? t("linkExpired") : t(`statuses.${of}`)}
    </span>
  );
}
