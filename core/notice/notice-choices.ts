import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { kindsFor, type NoticeKind, type NoticeSide, noticeKinds } from "./notice.ts";

/** What is mailed unless a user chooses otherwise: all but what can wait. */
export const mailedByDefault: Record<NoticeKind, boolean> = {
  approval_waiting: true,
  template_decided: true,
  credit_low: true,
  subscription_ending: true,
  carrier_down: true,
  share_low: true,
  token_expiring: true,
  token_unused: false,
};

/** The kinds that a user wants by e-mail; the others of their side they do not. */
export const noticeChoices = z.object({
  kinds: z.array(z.enum(noticeKinds, { error: problem("notice_kind") }), { error: problem("notice_kind") }),
});

/** For each kind of a side, whether it is mailed. */
export function choicesOf(
  side: NoticeSide,
  chosen: ReadonlyMap<NoticeKind, boolean>,
): { kind: NoticeKind; email: boolean }[] {
  return kindsFor(side).map((kind) => ({ kind, email: chosen.get(kind) ?? mailedByDefault[kind] }));
}
