import { type SQL, sql } from "drizzle-orm";
import type { AccountList } from "#core/customer/account.ts";
import { accountsKnownBy } from "#db/queries/containing.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface ListedAccount {
  id: number;
  name: string;
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

export interface AccountPage {
  rows: ListedAccount[];
  count: number;
  before: string | null;
  after: string | null;
}

/** The sort key of each order, and whether it is descending. Ties are broken by the id. */
const orders: Record<AccountList["order"], { key: SQL; falling: boolean }> = {
  newest: { key: sql`a.id`, falling: true },
  name: { key: sql`lower(a.name)`, falling: false },
  credits: { key: sql`coalesce(s.quota - s.used, 0)`, falling: false },
};

/**
 * One page next to a cursor, which is the id of an account, so that a page does not shift when accounts are added or
 * removed.
 */
export async function selectAccountPage(db: Executor, list: AccountList): Promise<AccountPage> {
  const { size, after, before } = list;
  const { key, falling } = orders[list.order];
  const cursor = after ?? before;
  // For a page before the cursor, rows are read in reverse order and reversed at the end.
  const backwards = after === undefined && before !== undefined;
  const descending = falling !== backwards;
  const beyond =
    cursor !== undefined
      ? sql`where not exists (select from listed where id = ${cursor})
          or (key, id) ${sql.raw(descending ? "<" : ">")} (select key, id from listed where id = ${cursor})`
      : sql``;
  const way = sql.raw(descending ? "desc" : "asc");
  // Raw rows return timestamps as text.
  type Raw = Omit<ListedAccount, "createdAt" | "endsAt"> & {
    createdAt: string;
    endsAt: string | null;
    count: number;
  };
  const found = await db.execute<Raw & Record<string, unknown>>(sql`
    with listed as (
      select a.id, ${key} as key, a.name, a.status, a.created_at, a.contact_name, s.quota, s.used, s.ends_at
      from accounts a
      left join lateral (
        select sum(quota)::float8 as quota, sum(used)::float8 as used, min(ends_at) as ends_at
        from subscriptions
        where account_id = a.id and status = 'active' and starts_at <= now() and ends_at > now()
      ) s on true
      where ${matching(list)}
    ), total as (select count(*)::int as count from listed)
    select l.id, l.name, l.status, l.created_at as "createdAt", l.contact_name as "contactName",
      (select count(*)::int from users u where u.account_id = l.id and u.removed_at is null) as developers,
      coalesce(l.quota, 0) as quota, coalesce(l.used, 0) as used, l.ends_at as "endsAt", total.count
    from (select * from listed ${beyond} order by key ${way}, id ${way} limit ${size + 1}) l, total
    order by l.key ${way}, l.id ${way}`);
  const rows = found.slice(0, size).map(({ count: _, createdAt, endsAt, ...row }) => ({
    ...row,
    createdAt: new Date(createdAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
  }));
  if (backwards) rows.reverse();
  const more = found.length > size;
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    count: found[0]?.count ?? 0,
    before: first && (backwards ? more : after !== undefined) ? String(first.id) : null,
    after: last && (backwards || more) ? String(last.id) : null,
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
