import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { prepareDatabase } from "#db/ready.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { sendOtp } from "#services/sending/send.ts";
import { cancelSubscription, grantSubscription, listSubscriptions } from "./subscriptions.ts";

/** The set-up of the tests of subscriptions over time, for every file that imports it: a customer for each test. */
export let gateway: Awaited<ReturnType<typeof freshGateway>>;
export let customer: Customer;
export let accountId: number;

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: { delay_ms: 0, reports: false } });
});
afterAll(() => gateway.drop());
beforeEach(nextCustomer);

/** Another customer, without a subscription that is active. */
export async function nextCustomer(): Promise<void> {
  customer = await makeCustomer();
  accountId = customer.account.id;
  await cancelSubscription(operator, { id: customer.subscription.id });
}

export const grant = (input: object) => grantSubscription(operator, { accountId, quota: 100, ...input });
/** Moves a subscription, its renewal and its history into the past. */
export async function age(id: number, days: number) {
  const by = gateway.sql`make_interval(days => ${days})`;
  await gateway.sql`
    update subscriptions set starts_at = starts_at - ${by}, ends_at = ends_at - ${by}, renews_at = renews_at - ${by}
    where id = ${id}`;
  await gateway.sql`
    update subscription_changes set at = at - ${by}, ends_at = ends_at - ${by} where subscription_id = ${id}`;
}
export const chain = async () =>
  (await listSubscriptions(operator, { id: accountId })).filter(({ id }) => id !== customer.subscription.id);
export const send = async () => {
  const { account, template } = customer;
  const { id: versionId, english, arabic } = template.serving!;
  const { kind } = await sendOtp(
    { accountId: account.id, tokenId: null, userId: null },
    { number: "963911000000", templateId: template.id, code: "123456", language: 1, idempotencyKey: null },
    { id: template.id, name: template.name, archived: false, versionId, english, arabic },
  );
  return kind;
};
export const setZone = (timeZone: string) =>
  changeSettings(operator, { group: "timeZone", value: { timeZone } });
