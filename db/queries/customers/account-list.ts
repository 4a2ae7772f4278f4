import { type SQL, sql } from "drizzle-orm";
import type { AccountList } from "#core/customer/account.ts";
import type { CountedPage } from "#core/table/page-input.ts";
import { accountsKnownBy } from "#db/queries/containing.ts";
import { pageFrom, pageWindow } from "#db/queries/listed-page.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface ListedAccount {
  id: number;
  name: string;
  arabicName: string | null;
  status: "active" | "suspended";
  createdAt: Date;
  contactName: string | null;
  developers: number;
  /** Over the current subscriptions, to which sends are charged now. */
  quota: number;
  used: number;
  /** When the first of them ends; null if there is none. */
  endsAt: Date | null;
}

export type AccountPage = CountedPage<ListedAccount>;

/** The sort key of each order, and whether it is descending. Ties are broken by the id. */
const orders: Record<AccountList["order"], { key: SQL; falling: boolean }> = {
  newest: { key: sql`a.id`, falling: true },
  name: { key: sql`lower(a.name)`, falling: false },
  credits: { key: sql`coalesce(s.quota - s.used, 0)`, falling: false },
};

/** One page, in the order that is asked for. */
export async function selectAccountPage(db: Executor, list: AccountList): Promise<AccountPage> {
  const { key, falling } = orders[list.order];
  const window = pageWindow(list, falling);
  // Raw rows return timestamps as text.
  type Raw = Omit<ListedAccount, "createdAt" | "endsAt"> & {
    createdAt: string;
    endsAt: string | null;
    count: number;
  };
  const found = await db.execute<Raw>(sql`
    with listed as (
      select a.id, ${key} as key, a.name, a.arabic_name, a.status, a.created_at, a.contact_name, s.quota, s.used, s.ends_at
      from accounts a
      left join lateral (
        select sum(quota)::float8 as quota, sum(used)::float8 as used, min(ends_at) as ends_at
        from subscriptions
        where account_id = a.id and status = 'active' and starts_at <= now() and ends_at > now()
      ) s on true
      where ${matching(list)}
    ), total as (select count(*)::int as count from listed)
    select l.id, l.name, l.arabic_name as "arabicName", l.status, l.created_at as "createdAt", l.contact_name as "contactName",
      (select count(*)::int from users u where u.account_id = l.id and u.removed_at is null) as developers,
      coalesce(l.quota, 0) as quota, coalesce(l.used, 0) as used, l.ends_at as "endsAt", total.count
    from (select * from listed ${window.cut}) l, total
    order by ${window.order}`);
  const { rows, ...page } = pageFrom(found, window);
  return {
    ...page,
    rows: rows.map(({ createdAt, endsAt, ...row }) => ({
      ...row,
      createdAt: new Date(createdAt),
      endsAt: endsAt === null ? null : new Date(endsAt),
    })),
  };
}

/** Matches part of the name or contact, a developer's e-mail, or the id. */
function matching({ q, status }: AccountList): SQL {
  const conditions = [sql`true`];
  if (status) conditions.push(sql`a.status = ${status}`);
  if (q) {
    const id = /^#?\d{1,9}$/.test(q) ? Number(q.replace("#", "")) : 0;
    conditions.push(sql`a.id in (select ${id}::int union all ${accountsKnownBy(q)})`);
  }
  return sql.join(conditions, sql` and `);
}
