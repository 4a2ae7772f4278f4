import type { Sql } from "postgres";
import type { Customer } from "../customers.ts";

/** The age of the oldest. */
const DAYS = 90;
const TEMPLATES = 12;
const TOKENS = 6;
/** One message in so many belongs to another account. */
const OTHERS_SHARE = 5;

/**
 * Fills the send log with set-based statements, distributed like a real one: few templates and tokens that send much,
 * one of each that was used only long ago, rare outcomes, recurring numbers. Four fifths of the messages are the
 * owner's, and the rest is spread evenly over the others. As a superuser, without the triggers that would check
 * references ten million times; the rows satisfy them by construction.
 */
export async function fillMessageLog(
  sql: Sql,
  owner: Customer,
  others: Customer[],
  count: number,
): Promise<void> {
  const { accountId, subscriptionId } = owner;
  const each = (name: "accountId" | "subscriptionId" | "versionId" | "tokenId") =>
    others.map((other) => other[name]);
  const versions = await makeVersions(sql, accountId);
  const tokens = await makeTokens(sql, accountId);
  const provider = await makeProviders(sql);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`set local synchronous_commit = off`;
    await tx`
      insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length,
        segments, credits, status, problem, number, provider_id, provider_ref, provider_response, created_at,
        settled_at, closed_at)
      select coalesce(o.account, ${accountId}), coalesce(o.subscription, ${subscriptionId}),
        -- The oldest hundredth was sent with a template and a token that nothing has used since.
        coalesce(o.version,
          case when n <= ${count} / 100 then ${versions[0]!} else (${versions}::int[])[2 + hash % ${TEMPLATES - 1}] end),
        coalesce(o.token,
          case when n <= ${count} / 100 then ${tokens[0]!} else (${tokens}::int[])[2 + (hash / 100) % ${TOKENS - 1}] end),
        (hash / 1000 % 3 = 0)::int, 6, 1, 1, status,
        case status when 'unknown' then 'unknown' when 'failed' then
          case when hash % 50000 = 1 then 'text_refused' else 'undelivered' end end::message_problem,
        -- Of both Syrian operators, and few of neither.
        case when hash % 50000 = 3 then '905' else '963' || (array['93', '94', '95', '98'])[1 + hash / 7 % 4] end
          || lpad((hash % (${count} / 20 + 1))::text, 7, '0'),
        case when hash % 100000 = 7 then ${provider.rare}::int else ${provider.usual}::int end, 'ref-' || n, case when status = 'failed' then 'Number not in service' else 'OK' end,
        at, at + interval '300 ms', case when status in ('delivered', 'failed') then at + interval '4 s' end
      from (
        select n, hash, now() - interval '1 day' * (${DAYS} * (1 - n::float8 / ${count})) as at,
          (case when hash % 100000 = 0 then 'unknown' when hash % 100 < 2 then 'failed'
            -- Of one template every message is reported.
            when hash % 100 < 5 and hash % ${TEMPLATES - 1} > 0 then 'sent' else 'delivered' end)::message_status as status
        from (select n, hashint4(n) & 2147483647 as hash from generate_series(1, ${count}::int) n) numbered
      ) made
      left join unnest(${each("accountId")}::int[], ${each("subscriptionId")}::int[], ${each("versionId")}::int[],
        ${each("tokenId")}::int[]) with ordinality as o (account, subscription, version, token, place)
        on hash / 11 % ${OTHERS_SHARE} = 0 and o.place = 1 + hash / 1000 % ${others.length}
      order by n`;
    await tx`
      update subscriptions s set used = used + charged from (
        select subscription_id as id, count(*) as charged from messages where status <> 'failed' group by 1
      ) sent where s.id = sent.id`;
  });
}

/** One that takes nearly all, one that takes a hundred thousandth, and one that has taken nothing yet. */
async function makeProviders(sql: Sql): Promise<{ usual: number; rare: number }> {
  const [usual] = await sql<{ id: number }[]>`select min(id) as id from providers`;
  const [rare] = await sql<{ id: number }[]>`
    insert into providers (name, kind, position, config)
    select name, 'http', position, '' from (values ('rare', 98), ('new', 99)) made (name, position)
    returning id`;
  return { usual: usual!.id, rare: rare!.id };
}

/** @returns the ids of the approved versions of new templates. */
export async function makeVersions(sql: Sql, accountId: number, count = TEMPLATES): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    with made as (
      insert into templates (account_id, name)
      select ${accountId}, 'Bench ' || n from generate_series(1, ${count}::int) n returning id
    )
    insert into template_versions (template_id, number, english, arabic, status, decided_at)
    select id, 1, 'Your code is {code}', 'رمزك هو {code}', 'approved', now() from made returning id`;
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

async function makeTokens(sql: Sql, accountId: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    insert into api_tokens (account_id, name, hash, sealed, hint)
    select ${accountId}, 'Bench ' || n, sha256(convert_to(${accountId}::int || ' ' || n, 'UTF8')), '', 'ag_benc…0000'
    from generate_series(1, ${TOKENS}::int) n returning id`;
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}
