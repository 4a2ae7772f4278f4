"use client";

import { Button, Dropdown } from "@heroui/react";
import {
  Ellipsis,
  KeyRound,
  Link2,
  type LucideIcon,
  RotateCcw,
  ShieldOff,
  Undo2,
  UserRoundX,
} from "lucide-react";
import { useTranslations } from "next-intl";
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
  // One's own password and second factor are changed in the profile.
  if (isSelf) return [];
  return ["resetPassword", ...(twoFactor ? (["resetTwoFactor"] as const) : []), "deactivate"];
}

/** What can be done with a user, as the user is now. */
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
  const verbs = verbsOf(user);
  if (verbs.length === 0) return null;
  const name = t("actionsOf", { email: user.email });
  return (
    <Dropdown>
      <Button isIconOnly size="sm" variant="ghost" isDisabled={busy} aria-label={name}>
        <Ellipsis className="size-4" aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end">
        <Dropdown.Menu aria-label={name} onAction={(key) => onVerb(key as UserVerb)}>
          {verbs.map((verb) => {
            const Icon = icons[verb];
            const color = grave.includes(verb) ? "text-danger" : "";
            return (
              <Dropdown.Item key={verb} id={verb} textValue={t(verb)}>
                <Icon className={`size-4 ${color}`} aria-hidden="true" />
                <span className={color}>{t(verb)}</span>
              </Dropdown.Item>
            );
          })}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
