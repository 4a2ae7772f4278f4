import type { Actor } from "#core/access/actor.ts";
import { createAccount } from "#services/customers/accounts.ts";
import { grantSubscription } from "#services/customers/subscriptions.ts";
import { createToken } from "#services/customers/tokens.ts";
import { addToWhitelist } from "#services/customers/whitelist.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { approveTemplate } from "#services/templates/decisions.ts";
import { createTemplate } from "#services/templates/templates.ts";

/** An account that can send. */
export interface Customer {
  accountId: number;
  subscriptionId: number;
  templateId: number;
  versionId: number;
  tokenId: number;
  token: string;
  number: string;
}

export const actor: Actor = { kind: "system", name: "bench" };

/** The sandbox accepts at once and reports nothing, so that only the gateway is measured. */
export async function makeCustomers(count: number): Promise<Customer[]> {
  await setProvider(actor, { name: "sandbox", kind: "sandbox", config: { delay_ms: 0, reports: false } });
  const customers: Customer[] = [];
  for (let i = 0; i < count; i++) customers.push(await makeCustomer(made++));
  return customers;
}

/** Several parts of one run make customers in one database. */
let made = 0;

async function makeCustomer(i: number): Promise<Customer> {
  const { id: accountId } = await createAccount(actor, { name: `Bench ${i}` });
  const subscription = await grantSubscription(actor, { accountId, quota: 1_000_000_000, days: 365 });
  const template = await createTemplate(actor, {
    accountId,
    name: "Login OTP",
    english: "Your verification code is: {code}",
  });
  const approved = await approveTemplate(actor, { id: template.id });
  await addToWhitelist(actor, { accountId, range: "127.0.0.1", label: "Bench" });
  const { id: tokenId, token } = await createToken(actor, { accountId, name: "Bench" });
  return {
    accountId,
    subscriptionId: subscription.id,
    templateId: template.id,
    versionId: approved.serving!.id,
    tokenId,
    token,
    // The sandbox refuses some numbers by their last four digits; none of 5000 and up.
    number: `9639440${15_000 + i}`,
  };
}
