import { type SQL, sql } from "drizzle-orm";
import type { CountedPage } from "#core/table/page-input.ts";
import type { TemplateList } from "#core/template/template-list.ts";
import { containing } from "#db/queries/containing.ts";
import { pageFrom, pageWindow } from "#db/queries/listed-page.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** The ids of a page of an account's templates, newest first. */
export async function selectTemplatePage(
  db: Executor,
  list: TemplateList,
): Promise<CountedPage<{ id: number }>> {
  const window = pageWindow(list, true);
  const found = await db.execute<{ id: number; count: number }>(sql`
    with listed as (
      select t.id, t.id as key
      from templates t
      join lateral (
        select case when revoked_at is null then status::text else 'revoked' end as status, english, arabic from template_versions
        where template_id = t.id order by number desc limit 1
      ) newest on true
      where ${matching(list)}
    ), total as (select count(*)::int as count from listed)
    select l.id, total.count from (select * from listed ${window.cut}) l, total order by ${window.order}`);
  return pageFrom(found, window);
}

/** Matches part of the name or of a text of the newest version, or the id. */
function matching({ accountId, q, status }: TemplateList): SQL {
  const conditions = [sql`t.account_id = ${accountId}`];
  if (status === "archived") conditions.push(sql`t.archived_at is not null`);
  else if (status) conditions.push(sql`t.archived_at is null and newest.status = ${status}`);
  if (q) {
    const id = /^#?\d{1,9}$/.test(q) ? Number(q.replace("#", "")) : 0;
    const texts = sql`concat_ws(chr(10), t.name, newest.english, newest.arabic)`;
    conditions.push(sql`(t.id = ${id} or ${containing(texts, q)})`);
  }
  return sql.join(conditions, sql` and `);
}
