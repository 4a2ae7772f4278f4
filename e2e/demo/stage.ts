import type { TestAccount } from "#e2e/account.ts";
import { ask, SEND, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { PASSWORD } from "#e2e/ui/support/browser.ts";
import { type CastCustomer, cast, plans } from "./cast.ts";
import { type Sender, writeHistory } from "./history.ts";

export const ADMIN = "operator@gateway.example";

/**
 * Fills a gateway with customers and weeks of their messages, through its services where it has a verb.
 * @returns the first customer, whose dashboard is shown.
 */
export async function setStage(gateway: Gateway): Promise<TestAccount> {
  const [desk, sql] = [await gateway.desk(), await gateway.sql()];
  await desk.call("users", "createUser", { email: ADMIN, role: "admin", password: PASSWORD });
  const [sandbox] = await desk.call("providers", "listProviders");
  for (const plan of plans) await desk.call("plans", "createPlan", plan);
  const accounts: TestAccount[] = [];
  const senders: Sender[] = [];
  for (const customer of cast) {
    const { account, sender } = await setUp(gateway, customer);
    accounts.push(account);
    senders.push(sender);
  }
  await writeHistory(sql, senders, sandbox!.id);
  await writeRefusals(gateway, senders);
  // Counted as at every start of a server.
  await desk.call("message-counts", "countLastWeek");
  await desk.call("notice-states", "noticeStates");
  await sendSome(gateway, accounts[0]!);
  // Last, because beside a real carrier the sandbox receives nothing.
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
  return accounts[0]!;
}

/** A few real sends, for the sandbox's phone, and requests that are not right. */
async function sendSome(gateway: Gateway, account: TestAccount): Promise<void> {
  await send(gateway, account, { gsm: "0944 12" });
  await send(gateway, account, { template_id: 9_999, language: "ar" });
  await send(gateway, account, { gsm: "963911000001" });
  await ask(gateway, "POST", SEND, { token: account.token, body: '{"gsm": "963944123400", code: 1}' });
  await ask(gateway, "GET", SEND, { token: account.token });
  const codes = ["482910", "117304", "905562", "330871"];
  for (const [index, code] of codes.entries()) {
    await send(gateway, account, { gsm: `96394412${3400 + index}`, code, language: index % 2 });
  }
}

async function setUp(
  gateway: Gateway,
  customer: CastCustomer,
): Promise<{ account: TestAccount; sender: Sender }> {
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
  const whitelistIds: number[] = [];
  for (const [range, label] of customer.whitelist) {
    whitelistIds.push((await desk.call("whitelist", "addToWhitelist", { accountId, range, label })).id);
  }
  const versionIds: number[] = [];
  const templateIds: number[] = [];
  for (const { waiting, ...template } of customer.templates) {
    const { id, newest } = await desk.call("templates", "createTemplate", { accountId, ...template });
    templateIds.push(id);
    if (waiting === undefined) {
      versionIds.push((await desk.call("decisions", "approveTemplate", { id })).serving!.id);
    } else {
      await sql`
        update template_versions set submitted_at = now() - ${waiting} * interval '1 hour' where id = ${newest.id}`;
    }
  }
  const tokens: { id: number; token: string }[] = [];
  for (const token of customer.tokens) {
    tokens.push(await desk.call("tokens", "createToken", { accountId, name: token }));
  }
  const tokenIds = tokens.map(({ id }) => id);
  return {
    account: {
      id: accountId,
      name,
      token: tokens[0]!.token,
      tokenId: tokenIds[0]!,
      templateId: templateIds[0]!,
      subscriptionIds: [subscriptionId],
      whitelistIds,
    },
    sender: { accountId, subscriptionId, tokenIds, versionIds, perDay, failing },
  };
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
