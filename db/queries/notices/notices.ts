import { and, asc, count, desc, eq, gt, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Notice, NoticeKind } from "#core/notice/notice.ts";
import type { PageBounds } from "#core/table/id-pages.ts";
import { noticeChoices, notices } from "#db/schema/notices.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** Whom a notice is for: all admins, or the developers of an account. */
export type Audience = "admins" | { accountId: number };

/**
 * Writes a notice for everybody it is for who can sign in, but not for the user who caused it.
 */
export async function insertNotice(
  tx: Executor,
  { kind, subject, details }: { kind: NoticeKind; subject: string; details: Notice["details"] },
  audience: Audience,
  exceptUserId: number | null,
): Promise<void> {
  const whose = audience === "admins" ? sql`account_id is null` : sql`account_id = ${audience.accountId}`;
  await tx.execute(sql`
    insert into ${notices} (user_id, kind, subject, details)
    select id, ${kind}, ${subject}, ${JSON.stringify(details)}::jsonb from users
    where ${whose} and removed_at is null and password_hash is not null
      and id is distinct from ${exceptUserId}::int`);
}

export type NoticeRow = { id: number; createdAt: Date; readAt: Date | null } & Notice;

const shown = {
  id: notices.id,
  kind: notices.kind,
  details: notices.details,
  createdAt: notices.createdAt,
  readAt: notices.readAt,
};

/** A user's notices, newest first, with one more than fits on the page. */
export async function selectNotices(
  db: Executor,
  userId: number,
  { unread, behind, ahead, limit }: PageBounds & { unread: boolean },
): Promise<NoticeRow[]> {
  const rows = await db
    .select(shown)
    .from(notices)
    .where(
      and(
        eq(notices.userId, userId),
        unread ? isNull(notices.readAt) : undefined,
        behind === undefined ? undefined : lt(notices.id, behind),
        ahead === undefined ? undefined : gt(notices.id, ahead),
      ),
    )
    .orderBy(ahead === undefined ? desc(notices.id) : asc(notices.id))
    .limit(limit);
  return (ahead === undefined ? rows : rows.reverse()) as NoticeRow[];
}

export async function selectNoticesById(
  db: Executor,
  userId: number,
  ids: readonly number[],
): Promise<NoticeRow[]> {
  const rows = await db
    .select(shown)
    .from(notices)
    .where(and(eq(notices.userId, userId), inArray(notices.id, [...ids])))
    .orderBy(desc(notices.id));
  return rows as NoticeRow[];
}

/** Counted no further than `most`. */
export async function countUnread(db: Executor, userId: number, most: number): Promise<number> {
  const unread = db
    .select({ id: notices.id })
    .from(notices)
    .where(and(eq(notices.userId, userId), isNull(notices.readAt)))
    .limit(most)
    .as("unread");
  const [row] = await db.select({ count: count() }).from(unread);
  return row?.count ?? 0;
}

const markRead = (tx: Executor, which: SQL | undefined) =>
  tx
    .update(notices)
    .set({ readAt: sql`now()` })
    .where(and(isNull(notices.readAt), which));

export async function setRead(tx: Executor, userId: number, id: number): Promise<void> {
  await markRead(tx, and(eq(notices.userId, userId), eq(notices.id, id)));
}

/** @param upTo the newest that the reader has seen: what came since stays unread. */
export async function setAllRead(tx: Executor, userId: number, upTo: number): Promise<void> {
  await markRead(tx, and(eq(notices.userId, userId), sql`${notices.id} <= ${upTo}`));
}

/** For everybody, when what it asks for is done. */
export async function setDone(tx: Executor, kind: NoticeKind, subject: string): Promise<void> {
  await markRead(tx, and(eq(notices.kind, kind), eq(notices.subject, subject)));
}

export async function selectChoices(db: Executor, userId: number): Promise<Map<NoticeKind, boolean>> {
  const rows = await db
    .select({ kind: noticeChoices.kind, email: noticeChoices.email })
    .from(noticeChoices)
    .where(eq(noticeChoices.userId, userId));
  return new Map(rows.map(({ kind, email }) => [kind, email]));
}

export async function putChoices(
  tx: Executor,
  userId: number,
  choices: ReadonlyMap<NoticeKind, boolean>,
): Promise<void> {
  if (choices.size === 0) return;
  await tx
    .insert(noticeChoices)
    .values([...choices].map(([kind, email]) => ({ userId, kind, email })))
    .onConflictDoUpdate({
      target: [noticeChoices.userId, noticeChoices.kind],
      set: { email: sql`excluded.email` },
    });
}
