import { randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import type { Actor, Member } from "#core/access/actor.ts";
import { connectionName } from "#runtime/database/connection.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { completeEnvironment } from "#runtime/env.ts";
import type { Client } from "#services/access/client.ts";
import { type Account, createAccount } from "#services/customers/accounts.ts";
import { grantSubscription, type Subscription } from "#services/customers/subscriptions.ts";
import { approveTemplate, createTemplate, type Template } from "#services/templates/templates.ts";
import { createUser } from "#services/users/users.ts";
import { freshDatabase } from "./test-database.ts";

export const operator: Actor = { kind: "command_line", name: "tester" };
export const PASSWORD = "a password of a test";

export interface Customer {
  account: Account;
  developer: Member;
  subscription: Subscription;
  template: Template;
}

/** A database of the test file's own for this process's services, and a connection to inspect it. */
export async function freshGateway(): Promise<{
  url: string;
  secret: string;
  sql: Sql;
  drop(): Promise<void>;
}> {
  const { url, drop } = await freshDatabase();
  const secret = randomBytes(32).toString("hex");
  completeEnvironment({ DATABASE_URL: url, APP_SECRET: secret });
  const sql = postgres(url, {
    max: 2,
    onnotice: () => {},
    connection: { application_name: connectionName("test") },
  });
  return {
    url,
    secret,
    sql,
    drop: async () => {
      await Promise.all([closeDatabase(1), sql.end({ timeout: 1 })]);
      await drop();
    },
  };
}

/** A client that signs in from an unknown browser. */
export const clientAt = (address: string | null = null): Client => ({
  address,
  userAgent: null,
  device: null,
});

/** An account that can send: with a developer, credits and an approved template. */
export async function makeCustomer(name: string = randomBytes(6).toString("hex")): Promise<Customer> {
  const account = await createAccount(operator, { name });
  const accountId = account.id;
  const email = `${randomBytes(6).toString("hex")}@example.com`;
  const user = await createUser(operator, { email, role: "developer", accountId, password: PASSWORD });
  const subscription = await grantSubscription(operator, { accountId, quota: 1_000 });
  const { id } = await createTemplate(operator, {
    accountId,
    name: "Login",
    english: "Code {code}",
    arabic: "{code}",
  });
  const template = await approveTemplate(operator, { id });
  return {
    account,
    subscription,
    template,
    developer: { kind: "user", id: user.id, name: email, address: null, role: "developer", accountId },
  };
}

/** A message as a send stores it, charged as the ledger charges. */
export async function plantMessage(
  sql: Sql,
  { account, subscription, template }: Customer,
  status: "pending" | "sent" | "failed" | "unknown" = "sent",
): Promise<number> {
  const version = template.serving!.id;
  const [row] = await sql<{ id: string }[]>`
    with charged as (
      update subscriptions set used = used + ${status === "failed" ? 0 : 1} where id = ${subscription.id} returning id
    )
    insert into messages (account_id, subscription_id, template_version_id, language, code_length, segments, credits,
      status, problem, number, provider_response, settled_at)
    select ${account.id}, id, ${version}, 1, 6, 1, 1, ${status},
      case ${status} when 'failed' then 'refused' when 'unknown' then 'unknown' end::message_problem,
      '963911000000', 'OK',
      case when ${status} in ('sent', 'failed') then now() end
    from charged returning id`;
  return Number(row?.id);
}
