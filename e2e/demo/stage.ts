import type { Gateway } from "#e2e/gateway.ts";
import { type CastCustomer, cast } from "./cast.ts";
import { type Sender, writeHistory } from "./history.ts";

export const PASSWORD = "correct-horse-battery";
export const ADMIN = "operator@gateway.example";

/** Fills a gateway with customers and weeks of their messages, through its services where it has a verb. */
export async function setStage(gateway: Gateway): Promise<void> {
  const [desk, sql] = [await gateway.desk(), await gateway.sql()];
  await desk.call("users", "createUser", { email: ADMIN, role: "admin", password: PASSWORD });
  await desk.call("providers", "setProvider", {
    name: "damascus-route",
    kind: "http",
    config: {
      url: "https://sms.example.com/send",
      method: "POST",
      body: JSON.stringify({ to: "{{number}}", text: "{{text}}" }),
      headers: { "content-type": "application/json" },
    },
  });
  const providers = await desk.call("providers", "listProviders");
  const senders: Sender[] = [];
  for (const customer of cast) senders.push(await setUp(gateway, customer));
  await writeHistory(sql, senders, providers.at(-1)!.id);
  await writeRefusals(gateway, senders);
  // Counted as at every start of a server.
  await desk.call("message-counts", "countLastWeek");
}

async function setUp(gateway: Gateway, customer: CastCustomer): Promise<Sender> {
  const [desk, sql] = [await gateway.desk(), await gateway.sql()];
  const { name, developer, plan, quota, perDay, failing } = customer;
  const { id: accountId } = await desk.call("accounts", "createAccount", { name });
  await desk.call("users", "createUser", {
    email: developer,
    role: "developer",
    accountId,
    password: PASSWORD,
  });
  const { id: subscriptionId } = await desk.call("subscriptions", "grantSubscription", {
    accountId,
    plan,
    quota,
    days: customer.ends,
  });
  await sql`
    update subscriptions set starts_at = now() - ${customer.began} * interval '1 day',
      created_at = now() - ${customer.began} * interval '1 day' where id = ${subscriptionId}`;
  await sql`
    update subscription_changes set at = now() - ${customer.began} * interval '1 day'
    where subscription_id = ${subscriptionId}`;
  for (const [range, label] of customer.whitelist) {
    await desk.call("whitelist", "addToWhitelist", { accountId, range, label });
  }
  const versionIds: number[] = [];
  for (const { waiting, ...template } of customer.templates) {
    const { id, newest } = await desk.call("templates", "createTemplate", { accountId, ...template });
    if (waiting === undefined) {
      versionIds.push((await desk.call("templates", "approveTemplate", { id })).serving!.id);
    } else {
      await sql`
        update template_versions set submitted_at = now() - ${waiting} * interval '1 hour' where id = ${newest.id}`;
    }
  }
  const tokenIds: number[] = [];
  for (const token of customer.tokens) {
    tokenIds.push((await desk.call("tokens", "createToken", { accountId, name: token })).id);
  }
  return { accountId, subscriptionId, tokenIds, versionIds, perDay, failing };
}

/** Requests that a check refused during the last days. */
async function writeRefusals(gateway: Gateway, senders: Sender[]): Promise<void> {
  const sql = await gateway.sql();
  for (const { accountId, tokenIds } of senders.slice(0, 3)) {
    await sql`
      insert into refusals (account_id, token_id, address, "check", minute, count)
      select ${accountId}, ${tokenIds[0]!}, address::inet, kind::refusal_check,
        date_trunc('minute', now()) - n * interval '7 hours' - n * n * interval '1 minute', count
      from (values (1, '198.51.100.99', 'address', 14), (2, '203.0.113.10', 'request', 3),
        (3, '198.51.100.99', 'address', 40), (5, '203.0.113.10', 'request', 1)) as r (n, address, kind, count)`;
  }
}
