import postgres from "postgres";
import { prepareDatabase } from "#db/ready.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { databaseUrl } from "#runtime/env.ts";
import { countLastWeek } from "#services/figures/message-counts.ts";
import { makeCustomers } from "../customers.ts";
import { type Planted, type Planting, REFUSALS_PART, YOUNG_PART } from "./old-rows.ts";

/** Used by `old-rows.ts`. */
process.once("message", async ({ rows, accounts }: Planting) => {
  await prepareDatabase(databaseUrl());
  const sql = postgres(databaseUrl(), { max: 1, onnotice: () => {} });
  // Before anything else is written: older messages have lower ids.
  await sql`
    insert into audit_entries (at, actor_kind, actor_name, action, subject_id)
    select now() - interval '100 days' + n * interval '1 second', 'system', 'bench', 'user.sign_in', n::text
    from generate_series(1, ${rows / REFUSALS_PART}::int) n`;
  const customers = await makeCustomers(accounts);
  const list = sql.json(customers.map((customer, index) => ({ ...customer, ord: index + 1 })));
  // As a superuser, without the triggers that would check references; the rows satisfy them by construction.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`set local synchronous_commit = off`;
    await tx`
      with of as materialized (
        select * from jsonb_to_recordset(${list})
          as c ("accountId" int, "subscriptionId" int, "versionId" int, "tokenId" int, ord int)
      ), planted as (
        insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length,
          segments, credits, status, problem, number, provider_response, created_at, settled_at, closed_at)
        select "accountId", "subscriptionId", "versionId", "tokenId", 1, 6, 1, 1,
          (case when n % 50 = 0 then 'failed' else 'delivered' end)::message_status,
          case when n % 50 = 0 then 'undelivered' end::message_problem,
          '9639' || lpad((n % 50000)::text, 8, '0'), 'OK', at, at + interval '300 ms', at + interval '4 s'
        from generate_series(1, ${rows + rows / YOUNG_PART}::int) n join of on ord = 1 + n % ${accounts}::int,
          lateral (select case
            when n <= ${rows} then now() - interval '100 days' + n * interval '60 days' / ${rows}::int
            else now() - interval '1 day' + n * interval '1 ms' end as at) a
        order by n
        returning subscription_id, status
      )
      update subscriptions set used = charged.credits from (
        select subscription_id, count(*)::int as credits from planted where status <> 'failed' group by 1
      ) charged where id = charged.subscription_id`;
    await tx`
      insert into refusals (account_id, token_id, address, "check", minute, count)
      select "accountId", "tokenId", '203.0.113.7', 'address',
        date_trunc('minute', now()) - interval '40 days' - n * interval '1 minute', 3
      from generate_series(1, ${rows / REFUSALS_PART}::int) n
        join jsonb_to_recordset(${list}) as c ("accountId" int, "tokenId" int, ord int)
          on ord = 1 + n % ${accounts}::int`;
  });
  await sql`vacuum (analyze)`;
  const [last] = await sql<{ id: number }[]>`
    select max(id)::float8 as id from messages where created_at < now() - interval '30 days'`;
  await sql.end();
  // Uncounted messages are not deleted.
  await countLastWeek();
  await closeDatabase();
  process.send?.({ customers, lastOldId: last!.id } satisfies Planted, () => process.disconnect());
});
