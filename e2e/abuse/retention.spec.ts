import { expect, test } from "@playwright/test";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { count, startLoad } from "#e2e/load.ts";
import { expectEvery201InTheLog, expectSound } from "#e2e/soundness.ts";
import { until } from "#e2e/until.ts";

const OLD = 60_000;
const YOUNG = 2_000;
/** A job whose process died is given up after 15 seconds; then it takes its time. */
const DONE_MS = 150_000;

test("retention that is killed and restarted deletes only old rows, and no send fails meanwhile", async () => {
  const gateway = await startGateway({ env: { LOG_LEVEL: "warn" } });
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 200_000 }] });
  const sibling = await gateway.sibling();
  try {
    await plant(gateway, account);
    const desk = await gateway.desk();
    // What nobody has counted is not deleted.
    await desk.call("message-counts", "countLastWeek");
    await desk.call("settings", "changeSettings", {
      group: "retention",
      value: { messages: 30, refusals: 30, audit: 30 },
    });
    const old = async () => {
      const [row] = await (await sibling.sql())<{ n: number }[]>`
        select count(*)::int as n from messages where created_at < now() - interval '30 days'`;
      return row!.n;
    };
    const load = startLoad(sibling, account, 4);
    // Its job runs at once at every start of a server. An orderly stop would take the database along.
    await gateway.kill();
    await gateway.restart();
    await until("it has begun", async () => (await old()) < OLD, DONE_MS);
    await gateway.kill();
    expect(await old()).toBeGreaterThan(0);
    await expectSound(sibling);
    await gateway.restart();
    await until("it is done", async () => (await old()) === 0, DONE_MS);
    await load.stop();

    expect(load.broken).toBe(0);
    expect(count(load, 201)).toBe(load.answers.length);
    await expectEvery201InTheLog(sibling, load);
    const [left] = await (await sibling.sql())`
      select (select count(*)::int from messages where account_id = ${account.id}) as messages,
        (select used from subscriptions where account_id = ${account.id}) as used,
        (select count(*)::int from refusals where account_id = ${account.id}) as refusals`;
    // What is deleted stays charged.
    expect(left).toEqual({
      messages: YOUNG + load.answers.length,
      used: OLD + YOUNG + load.answers.length,
      refusals: 1,
    });
    await expectSound(sibling);
  } finally {
    await sibling.discard();
    await gateway.discard();
  }
});

/** Old messages and refused requests, and young ones, charged as the ledger charges. */
async function plant(
  gateway: Gateway,
  { id, tokenId, templateId, subscriptionIds }: TestAccount,
): Promise<void> {
  const sql = await gateway.sql();
  await sql`
    insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
      credits, status, number, created_at, settled_at)
    select ${id}, ${subscriptionIds[0]!}, v.id, ${tokenId}, 1, 6, 1, 1, 'delivered', '963911000000', at, at
    from (select id from template_versions where template_id = ${templateId}) v,
      generate_series(1, ${OLD + YOUNG}::int) n,
      lateral (select now() - (case when n <= ${OLD} then interval '40 days' else interval '1 hour' end)
        + n * interval '1 ms' as at) a
    order by n`;
  await sql`update subscriptions set used = ${OLD + YOUNG} where id = ${subscriptionIds[0]!}`;
  await sql`
    insert into refusals (account_id, token_id, address, "check", minute, count)
    select ${id}, ${tokenId}, '203.0.113.7', 'address', date_trunc('minute', now()) - days * interval '1 day', 1
    from unnest(array[2, 40, 41, 42]) days`;
}
