import type { Sql } from "postgres";

/**
 * The end of a statement whose CTE `moved` contains the messages that changed: returns the credit of those that failed.
 */
export function returnCredit(sql: Sql) {
  return sql`owed as (
      select subscription_id, sum(credits)::int as credits from moved where status = 'failed' group by 1
    ), creditors as materialized (
      select subscriptions.id, subscriptions.used - owed.credits as used, subscriptions.quota
      from subscriptions join owed on owed.subscription_id = subscriptions.id
      order by subscriptions.id for no key update of subscriptions
    ), returned as (
      update subscriptions set used = creditors.used, quota = creditors.quota from creditors
      where subscriptions.id = creditors.id
    )`;
}
