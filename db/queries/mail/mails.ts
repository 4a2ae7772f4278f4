import { and, count, desc, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { UserRole } from "#core/access/role.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import { type NoticeKind, noticeKinds } from "#core/notice/notice.ts";
import { mailedByDefault } from "#core/notice/notice-choices.ts";
import { accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { mails } from "#db/schema/mails.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type MailRow = typeof mails.$inferSelect;

export async function insertMail(
  tx: Executor,
  mail: Pick<typeof mails.$inferInsert, "userId" | "kind" | "sealed" | "language">,
): Promise<void> {
  await tx.insert(mails).values(mail);
}

/**
 * Makes one mail for each user of the unread notices that they want by e-mail: of each kind only if none of it was
 * mailed within the hour, so that what comes meanwhile is gathered for the next one.
 */
export async function gatherNotices(tx: Executor, language: string): Promise<void> {
  const kinds = (wanted: boolean) =>
    noticeKinds.filter((kind: NoticeKind) => mailedByDefault[kind] === wanted);
  const list = (of: NoticeKind[]) =>
    sql`array[${sql.join(
      of.map((kind) => sql`${kind}`),
      sql`, `,
    )}]::text[]`;
  await tx.execute(sql`
    with wanted as (
      select n.id from notices n
      join users u on u.id = n.user_id and u.removed_at is null and u.password_hash is not null
      left join accounts a on a.id = u.account_id
      left join notice_choices c on c.user_id = n.user_id and c.kind = n.kind
      where n.created_at > now() - interval '24 hours' and n.mailed_at is null and n.read_at is null
        and coalesce(a.status = 'active', true) and coalesce(c.email, n.kind = any(${list(kinds(true))}))
        and not exists (select from notices m
          where m.user_id = n.user_id and m.kind = n.kind and m.mailed_at > now() - interval '1 hour')
    ), marked as (
      update notices set mailed_at = now() where id in (select id from wanted) and mailed_at is null
      returning id, user_id
    )
    insert into mails (user_id, kind, notice_ids, language)
    select user_id, 'notices', array_agg(id order by id desc), ${language} from marked group by user_id`);
}

/**
 * Takes the mail that has waited longest. If its process dies, another one takes it after `leaseSeconds`.
 */
export async function claimMail(db: Executor, leaseSeconds: number): Promise<MailRow | undefined> {
  const next = db
    .select({ id: mails.id })
    .from(mails)
    .where(and(isNull(mails.givenUpAt), sql`${mails.dueAt} <= now()`))
    .orderBy(mails.dueAt, mails.id)
    .limit(1)
    .for("update", { skipLocked: true });
  const [row] = await db
    .update(mails)
    .set({
      attempts: sql`${mails.attempts} + 1`,
      dueAt: sql`now() + ${leaseSeconds} * interval '1 second'`,
    })
    .where(eq(mails.id, sql`(${next})`))
    .returning();
  return row;
}

export async function deleteMail(db: Executor, id: number): Promise<void> {
  await db.delete(mails).where(eq(mails.id, id));
}

export async function postponeMail(db: Executor, id: number, dueAt: Date, problem: string): Promise<void> {
  await db.update(mails).set({ dueAt, problem }).where(eq(mails.id, id));
}

/** The secret of its link goes at once; the rest stays for a while, for the operator to see. */
export async function giveUpMail(db: Executor, id: number, problem: string): Promise<void> {
  await db.update(mails).set({ givenUpAt: sql`now()`, sealed: null, problem }).where(eq(mails.id, id));
}

export async function makeMailsDue(tx: Executor): Promise<void> {
  await tx.update(mails).set({ dueAt: sql`now()` }).where(isNull(mails.givenUpAt));
}

export async function deleteMails(tx: Executor): Promise<void> {
  await tx.delete(mails);
}

export async function forgetGivenUp(db: Executor, days: number): Promise<void> {
  await db.delete(mails).where(lt(mails.givenUpAt, sql`now() - make_interval(days => ${days})`));
}

export interface Outbox {
  waiting: number;
  givenUp: number;
  /** The latest. */
  problem: string | null;
}

export async function selectOutbox(db: Executor): Promise<Outbox> {
  const [row] = await db
    .select({ waiting: count(sql`case when ${mails.givenUpAt} is null then 1 end`), all: count() })
    .from(mails);
  const [latest] = await db
    .select({ problem: mails.problem })
    .from(mails)
    .where(isNotNull(mails.problem))
    .orderBy(desc(mails.id))
    .limit(1);
  const { waiting = 0, all = 0 } = row ?? {};
  return { waiting, givenUp: all - waiting, problem: latest?.problem ?? null };
}

export interface Recipient {
  email: string;
  role: UserRole;
  language: string | null;
  accountName: AccountName | null;
  removedAt: Date | null;
}

export async function findRecipient(db: Executor, userId: number): Promise<Recipient | undefined> {
  const [row] = await db
    .select({
      email: users.email,
      role: users.role,
      language: users.language,
      accountName: accountNameIfAny,
      removedAt: users.removedAt,
    })
    .from(users)
    .leftJoin(accounts, eq(accounts.id, users.accountId))
    .where(eq(users.id, userId));
  return row;
}

/** The language that a user has chosen. */
export async function languageOf(db: Executor, userId: number): Promise<string | null> {
  const [row] = await db.select({ language: users.language }).from(users).where(eq(users.id, userId));
  return row?.language ?? null;
}
