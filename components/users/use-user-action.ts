"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#components/form/use-action.ts";

/** Runs an action on a user, with its error texts. */
export function useUserAction() {
  const t = useTranslations("users.errors");
  return useAction({
    user_email_taken: t("emailTaken"),
    account_not_found: t("accountGone"),
    user_not_found: t("gone"),
    user_not_invited: t("notInvited"),
    user_invited: t("invited"),
    user_last_admin: t("lastAdmin"),
    user_last_owner: t("lastOwner"),
    user_removed_by_operator: t("byOperator"),
    user_is_self: t("self"),
    two_factor_off: t("twoFactorOff"),
  });
}
