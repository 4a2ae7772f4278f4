import { isMember, type UserActor } from "#core/access/actor.ts";
import { byId, id as rowId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { kindsFor, type NoticeKind, type NoticeSide, noticeTarget } from "#core/notice/notice.ts";
import { choicesOf, noticeChoices } from "#core/notice/notice-choices.ts";
import { boundsOf, type Page, type PageAsked, pageOf } from "#core/table/id-pages.ts";
import {
  countUnread,
  type NoticeRow,
  putChoices,
  selectChoices,
  selectNotices,
  selectNoticesById,
  setAllRead,
  setRead,
} from "#db/queries/notices/notices.ts";
import { database } from "#runtime/database/pools.ts";

/** More are shown as "99+". */
const COUNTED = 100;

/** An admin who views an account sees no developer's notices, and their own only among the admin's pages. */
export const sideOf = (actor: UserActor): NoticeSide => (isMember(actor) ? "developer" : "admin");

export async function listNotices(
  actor: UserActor,
  { unread = false, ...asked }: PageAsked & { unread?: boolean },
): Promise<Page<NoticeRow>> {
  const bounds = boundsOf(asked, rowId);
  return pageOf(await selectNotices(database(), actor.id, { ...bounds, unread }), bounds);
}

/** How many notices a user has not read, up to a hundred. */
export async function unreadNotices(actor: UserActor): Promise<number> {
  return countUnread(database(), actor.id, COUNTED);
}

/** Marks a notice as read. @returns the page of the thing that it is about. */
export async function openNotice(actor: UserActor, input: unknown): Promise<string> {
  const { id } = checked(byId, input);
  const [notice] = await selectNoticesById(database(), actor.id, [id]);
  if (!notice) throw new Refused("notice_not_found", { id });
  await setRead(database(), actor.id, id);
  return noticeTarget(notice, sideOf(actor));
}

/** Marks a notice as read, which takes nothing away: reading it again changes nothing. */
export async function readNotice(actor: UserActor, input: unknown): Promise<void> {
  const { id } = checked(byId, input);
  await setRead(database(), actor.id, id);
}

/** Marks as read everything up to the newest notice that the reader was shown. */
export async function readAllNotices(actor: UserActor, input: unknown): Promise<void> {
  const { id } = checked(byId, input);
  await setAllRead(database(), actor.id, id);
}

export async function noticeChoicesOf(actor: UserActor): Promise<{ kind: NoticeKind; email: boolean }[]> {
  return choicesOf(sideOf(actor), await selectChoices(database(), actor.id));
}

/** Chooses which kinds of notices come by e-mail as well. */
export async function chooseNotices(actor: UserActor, input: unknown): Promise<void> {
  const { kinds } = checked(noticeChoices, input);
  const wanted = new Set<NoticeKind>(kinds);
  const all = kindsFor(sideOf(actor)).map((kind): [NoticeKind, boolean] => [kind, wanted.has(kind)]);
  await putChoices(database(), actor.id, new Map(all));
}
