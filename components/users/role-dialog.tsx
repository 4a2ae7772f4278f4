"use client";

import { toast } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { accountRoles, isOperatorRole, operatorRoles, type UserRole } from "#core/access/role.ts";
import { RoleChoice } from "./role-choice.tsx";
import { useUserAction } from "./use-user-action.ts";
import type { UserActions } from "./user-view.ts";

/** Gives a user another role on the same side. */
export function RoleDialog({
  email,
  role: present,
  onChange,
  onClose,
}: {
  email: string;
  role: UserRole;
  onChange: UserActions["onChangeRole"];
  onClose: () => void;
}) {
  const t = useTranslations("users");
  const { busy, refused, run } = useUserAction();
  const [role, setRole] = useState<UserRole>(present);
  return (
    <FormDialog
      title={t("roleTitle", { email })}
      lead={t("roleLead")}
      problem={refused?.text}
      verb={t("roleSave")}
      busy={busy}
      onClose={onClose}
      onSubmit={() =>
        void run(onChange(email, role), () => {
          toast.success(t("roleToast", { email, role: t(`roles.${role}`) }));
          onClose();
        })
      }
    >
      <RoleChoice
        roles={isOperatorRole(present) ? operatorRoles : accountRoles}
        value={role}
        onChange={setRole}
      />
    </FormDialog>
  );
}
