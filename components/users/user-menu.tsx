"use client";

import { KeyRound, Link2, type LucideIcon, RotateCcw, ShieldOff, Undo2, UserRoundX } from "lucide-react";
import { useTranslations } from "next-intl";
import { RowMenu } from "#components/ui/row-menu.tsx";
import type { UserRow } from "./user-view.ts";

export type UserVerb =
  | "renew"
  | "withdraw"
  | "resetPassword"
  | "resetTwoFactor"
  | "deactivate"
  | "reactivate";

const icons: Record<UserVerb, LucideIcon> = {
  renew: Link2,
  withdraw: Undo2,
  resetPassword: KeyRound,
  resetTwoFactor: ShieldOff,
  deactivate: UserRoundX,
  reactivate: RotateCcw,
};
const grave: UserVerb[] = ["withdraw", "deactivate"];

function verbsOf({ status, twoFactor, isSelf }: UserRow): UserVerb[] {
  if (status === "invited") return ["renew", "withdraw"];
  if (status === "deactivated") return ["reactivate"];
  // Users change their own password and second factor in the profile.
  if (isSelf) return [];
  return ["resetPassword", ...(twoFactor ? (["resetTwoFactor"] as const) : []), "deactivate"];
}

/** The actions on a user, depending on its state. */
export function UserMenu({
  user,
  busy,
  onVerb,
}: {
  user: UserRow;
  busy: boolean;
  onVerb: (verb: UserVerb) => void;
}) {
  const t = useTranslations("users");
  return (
    <RowMenu
      label={t("actionsOf", { email: user.email })}
      busy={busy}
      verbs={verbsOf(user).map((id) => ({ id, text: t(id), icon: icons[id], isGrave: grave.includes(id) }))}
      onChoose={onVerb}
    />
  );
}
