import type { Sql } from "postgres";

export interface Sender {
  accountId: number;
  subscriptionId: number;
  tokenIds: number[];
  versionIds: number[];
  perDay: number;
  failing: number;
}

const DAYS = 32;

/**
 * Weeks of messages in all outcomes, in one statement: more by day than by night, fewer on Fridays, a bad evening
 * at one of the operators, and older messages with lower ids, as sends leave them. What they cost is charged to
 * their subscriptions.
 */
export async function writeHistory(sql: Sql, senders: Sender[], providerId: number): Promise<void> {
  await sql.begin(async (tx) => {
    // The same history at every run.
    await tx`select setseed(0.42)`;
    await tx`
      with sender as (
        select * from jsonb_to_recordset(${tx.json(senders as never)}) as t ("accountId" int, "subscriptionId" int,
          "tokenIds" jsonb, "versionIds" jsonb, "perDay" float8, failing float8)
      ), hours as (
        select hour, extract(hour from local)::int as clock, extract(isodow from local)::int as weekday,
          extract(epoch from now() - hour) / 86400 as days
        from generate_series(date_trunc('hour', now()) - ${DAYS} * interval '1 day', now(), '1 hour') as hour,
          lateral (select hour at time zone 'Asia/Damascus' as local) l
      ), amounts as (
        select sender.*, hours.*, round("perDay" / 24 * (0.7 + 0.6 * random()) * (1.25 - days / ${DAYS} * 0.5)
          * (0.25 + 1.5 * exp(-((clock - 14) ^ 2) / 40.0) + 0.9 * exp(-((clock - 20) ^ 2) / 8.0))
          * case weekday when 5 then 0.6 else 1 end)::int as amount
        from sender cross join hours
      ), drawn as (
        select a.*, a.hour + random() * interval '1 hour' as at, random() as luck, random() as pace, random() as tongue,
          floor(random() * jsonb_array_length("tokenIds"))::int as token,
          floor(random() * jsonb_array_length("versionIds"))::int as version,
          '9639' || (array[3,4,5,6,8,9])[1 + floor(random() * 6)::int] || lpad(floor(random() * 1e7)::text, 7, '0') as number
        from amounts a cross join lateral generate_series(1, amount)
      ), decided as (
        select *, case
          when at > now() - interval '20 seconds' then 'pending'
          when luck < failing * case when days between 9.1 and 9.3 then 9 else 1 end then 'failed'
          when at > now() - interval '22 hours' and luck > 0.996 then 'unknown'
          when luck > 0.988 or at > now() - interval '1 minute' then 'sent'
          else 'delivered' end as status
        from drawn where at < now()
      )
      insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
        credits, status, problem, number, provider_id, provider_ref, provider_response, created_at, settled_at,
        closed_at)
      select "accountId", "subscriptionId", ("versionIds" -> version)::int, ("tokenIds" -> token)::int,
        case when tongue < 0.72 and has_arabic then 0 else 1 end, 6, 1, 1, status::message_status,
        case status when 'unknown' then 'unknown'
          when 'failed' then case when luck * 3 < failing then 'undelivered' else 'refused' end end::message_problem,
        number, ${providerId},
        case when status in ('sent', 'delivered') then 'SM' || floor(random() * 1e9)::bigint end,
        case status when 'pending' then null when 'unknown' then 'No answer within 10 s'
          when 'failed' then case when luck * 3 < failing then '200 OK' else (array['422 Number is not in service',
            '422 Number is not in service', '429 Too many messages to this number', '503 Route is busy'])[1 + floor(pace * 4)::int] end
          else '200 OK' end,
        at,
        case when status <> 'pending' then at + (0.2 + pace) * interval '1 second' end,
        case when status = 'delivered' then at + (1.6 + 9 * pace ^ 3) * interval '1 second'
          when status = 'failed' then at + case when luck * 3 < failing then 40 + 300 * pace else 0.2 + pace end * interval '1 second' end
      from decided, lateral (
        select arabic is not null as has_arabic from template_versions v where v.id = ("versionIds" -> version)::int
      ) v
      order by at`;
    await tx`
      update subscriptions s set used = held.credits
      from (
        select subscription_id, sum(credits) filter (where status <> 'failed') as credits from messages group by 1
      ) held
      where held.subscription_id = s.id`;
    await tx`
      update api_tokens t set last_used_at = m.at
      from (select token_id, max(created_at) as at from messages group by 1) m where m.token_id = t.id`;
  });
}
