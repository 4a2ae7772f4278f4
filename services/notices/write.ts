import type { Actor } from "#core/access/actor.ts";
import { type Notice, type NoticeKind, subjectOf } from "#core/notice/notice.ts";
import { type Audience, insertNotice, setDone } from "#db/queries/notices/notices.ts";
import type { Executor } from "#runtime/database/pools.ts";

/**
 * Tells people of what happened. Call it in the transaction of the event, so that neither exists without the other.
 * Whoever caused it knows already.
 */
export async function notify(
  tx: Executor,
  notice: Notice,
  audience: Audience,
  cause: Actor | null = null,
): Promise<void> {
  const { kind, details } = notice;
  const causedBy = cause?.kind === "user" ? cause.id : null;
  await insertNotice(tx, { kind, subject: subjectOf(notice), details }, audience, causedBy);
}

/** What notices of a kind ask for is done: they are read, for everybody. */
export async function noticesDone(tx: Executor, kind: NoticeKind, subject: string): Promise<void> {
  await setDone(tx, kind, subject);
}
