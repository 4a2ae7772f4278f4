import type { useTranslations } from "next-intl";
import type { MessageProblem } from "#core/message/reasons.ts";

type Translate = ReturnType<typeof useTranslations<"messages">>;
type Side = "developer" | "admin";

/** Reasons that the operator of the gateway can mend: they are told what is missing, developers what follows. */
const ours = ["no_route", "approval_missing", "sender_missing"] as const;
const isOurs = (reason: MessageProblem): reason is (typeof ours)[number] =>
  (ours as readonly string[]).includes(reason);

export function reasonName(t: Translate, side: Side, reason: MessageProblem): string {
  return side === "admin" && isOurs(reason) ? t(`operatorReasons.${reason}`) : t(`reasons.${reason}`);
}

/** What it means, and what to do. */
export function reasonHint(t: Translate, side: Side, reason: MessageProblem): string {
  return side === "admin" && isOurs(reason) ? t(`operatorHints.${reason}`) : t(`reasonHints.${reason}`);
}
