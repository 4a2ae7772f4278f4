"use client";

import { useTranslations } from "next-intl";
import { Choice } from "#components/form/choice.tsx";
import type { UserRole } from "#core/access/role.ts";

/** Chooses a role, and says what it may do. */
export function RoleChoice({
  roles,
  value,
  onChange,
}: {
  roles: readonly UserRole[];
  value: UserRole;
  onChange: (role: UserRole) => void;
}) {
  const t = useTranslations("users");
  return (
    <div className="flex flex-col gap-1.5">
      <Choice
        name="role"
        label={t("role")}
        options={roles.map((each) => ({ value: each, text: t(`roles.${each}`) }))}
        value={value}
        onChange={onChange}
        columns={3}
      />
      <p className="text-[13px] text-muted">{t(`roleHints.${value}`)}</p>
    </div>
  );
}
