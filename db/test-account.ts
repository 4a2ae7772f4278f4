import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import type { Unit } from "#core/customer/credits.ts";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { Reservation } from "./ledger/reserve.ts";
import type { Settlement } from "./ledger/settle.ts";

/** For tests of the ledger: an account with an approved template and a token, made without the services. */
export interface TestAccount {
  accountId: number;
  versionId: number;
  tokenId: number;
}

export async function makeAccount(sql: Sql): Promise<TestAccount> {
  const name = randomBytes(8).toString("hex");
  const [account] = await sql`insert into accounts (name) values (${name}) returning id`;
  const accountId = account!.id as number;
  const [template] = await sql`
    insert into templates (account_id, name) values (${accountId}, 'Login') returning id`;
  const [version] = await sql`
    insert into template_versions (template_id, number, english, arabic, status, decided_at)
    values (${template!.id}, 1, 'Your code: {code}', 'رمزك: {code}', 'approved', now()) returning id`;
  await sql`update templates set serving_version_id = ${version!.id} where id = ${template!.id}`;
  const [token] = await sql`
    insert into api_tokens (account_id, name, hash, sealed, hint)
    values (${accountId}, 'test', ${randomBytes(32)}, ${randomBytes(8)}, 'ag_…') returning id`;
  return { accountId, versionId: version!.id, tokenId: token!.id };
}

export async function grant(
  sql: Sql,
  { accountId }: TestAccount,
  { quota, unit = "message", days = 30 }: { quota: number; unit?: Unit; days?: number },
): Promise<number> {
  const [row] = await sql`
    insert into subscriptions (account_id, plan, unit, quota, ends_at)
    values (${accountId}, 'Test', ${unit}, ${quota}, date_trunc('day', now()) + ${days} * interval '1 day')
    returning id`;
  return row!.id;
}

export function reservation(account: TestAccount, segments = 1): Reservation {
  return {
    accountId: account.accountId,
    tokenId: account.tokenId,
    userId: null,
    templateVersionId: account.versionId,
    language: 1,
    number: "963911000000",
    codeLength: 6,
    segments,
    route: null,
  };
}

export function settlement(messageId: number, status: Settlement["status"]): Settlement {
  return { messageId, status, providerId: null, ref: `ref-${messageId}`, response: "words" };
}

/** Makes a message older than it is. */
export async function age(sql: Sql, messageId: number, ms: number): Promise<void> {
  await sql`
    update messages set created_at = now() - ${ms} * interval '1 millisecond',
      settled_at = settled_at - ${ms} * interval '1 millisecond' where id = ${messageId}`;
}

/** What happened beside a message's ordinary way, such as `late_report delivered: OK`. */
export async function eventsOf(sql: Sql, messageId: number): Promise<string[]> {
  const rows = await sql`select kind, detail from message_events where message_id = ${messageId} order by id`;
  return rows.map((row) => `${row.kind} ${row.detail}`.trim());
}

/** A message's attempts, such as `1 rejected not_taken: busy`. */
export async function attemptsOf(sql: Sql, messageId: number): Promise<string[]> {
  const rows = await sql`
    select ordinal, state, reason, response from message_attempts where message_id = ${messageId} order by ordinal`;
  return rows.map(
    ({ ordinal, state, reason, response }) =>
      `${ordinal} ${state}${reason === null ? "" : ` ${reason}`}${response === "" ? "" : `: ${response}`}`,
  );
}

/** A provider to name, whose adapter is never made. */
export async function makeProvider(sql: Sql): Promise<number> {
  const [row] = await sql`
    insert into providers (name, kind, position, config)
    values (${randomBytes(8).toString("hex")}, 'http', 1, '') returning id`;
  return row!.id;
}

export async function statusOf(sql: Sql, messageId: number): Promise<MessageStatus> {
  const [row] = await sql`select status from messages where id = ${messageId}`;
  return row!.status;
}

export interface TestMessage {
  id: number;
  subscriptionId: number;
  status: MessageStatus;
  credits: number;
}

/** The account's messages, in order of id. */
export async function messagesOf(sql: Sql, { accountId }: TestAccount): Promise<TestMessage[]> {
  return sql<TestMessage[]>`
    select id::float8 as id, subscription_id as "subscriptionId", status, credits from messages
    where account_id = ${accountId} order by id`;
}

/** What each subscription of the account has used, by id. */
export async function usedOf(sql: Sql, { accountId }: TestAccount): Promise<Record<number, number>> {
  const rows = await sql`select id, used from subscriptions where account_id = ${accountId}`;
  return Object.fromEntries(rows.map((row) => [row.id, row.used]));
}

/** Every subscription, of whichever account, whose `used` is not what its messages hold. None is right. */
export async function driftOf(sql: Sql): Promise<{ id: number }[]> {
  return sql<{ id: number }[]>`
    select s.id, s.used, s.quota, s.used_by_deleted, held.credits
    from subscriptions s, lateral (
      select coalesce(sum(m.credits) filter (where m.status <> 'failed'), 0) as credits
      from messages m where m.subscription_id = s.id
    ) held
    where s.used <> held.credits + s.used_by_deleted or s.used not between 0 and s.quota`;
}
