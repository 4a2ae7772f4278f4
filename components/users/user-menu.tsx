"use client";

import {
  KeyRound,
  Link2,
  type LucideIcon,
  RotateCcw,
  ShieldOff,
  Undo2,
  UserRoundCog,
  UserRoundX,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { RowMenu } from "#components/ui/row-menu.tsx";
import type { UserRow } from "./user-view.ts";

export type UserVerb =
  | "renew"
  | "withdraw"
  | "changeRole"
  | "resetPassword"
  | "resetTwoFactor"
  | "deactivate"
  | "reactivate";

const icons: Record<UserVerb, LucideIcon> = {
  renew: Link2,
  withdraw: Undo2,
  changeRole: UserRoundCog,
  resetPassword: KeyRound,
  resetTwoFactor: ShieldOff,
  deactivate: UserRoundX,
  reactivate: RotateCcw,
};
const grave: UserVerb[] = ["withdraw", "deactivate"];

function verbsOf({ status, twoFactor, isSelf, isRestorable }: UserRow, isOwnTeam: boolean): UserVerb[] {
  if (status === "invited") return ["renew", "changeRole", "withdraw"];
  if (status === "deactivated") return isOwnTeam && !isRestorable ? [] : ["reactivate"];
  // Users change their own password and second factor in the profile.
  if (isSelf) return [];
  if (isOwnTeam) return ["changeRole", "deactivate"];
  return ["changeRole", "resetPassword", ...(twoFactor ? (["resetTwoFactor"] as const) : []), "deactivate"];
}

/** The actions on a user, depending on its state. */
export function UserMenu({
  user,
  busy,
  isOwnTeam,
  onVerb,
}: {
  user: UserRow;
  isOwnTeam: boolean;
  busy: boolean;
  onVerb: (verb: UserVerb) => void;
}) {
  const t = useTranslations("users");
  return (
    <RowMenu
      label={t("actionsOf", { email: user.email })}
      busy={busy}
      verbs={verbsOf(user, isOwnTeam).map((id) => ({
        id,
        text: t(isOwnTeam && id === "deactivate" ? "remove" : id),
        icon: icons[id],
        isGrave: grave.includes(id),
      }))}
      onChoose={onVerb}
    />
  );
}
