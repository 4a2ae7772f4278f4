import { expect, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { NUMBER } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { comeBack, prefer } from "#e2e/ui/support/browser.ts";
import { wordsIn } from "#e2e/ui/support/words.ts";
import { locales } from "#i18n/locale.ts";
import { type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";
import { adminPage, card } from "./admin-page.ts";

// Providers belong to the whole installation, so each test has one to itself, with a carrier that speaks SMPP.
let gateway: Gateway;
let smsc: Smsc;
test.describe.configure({ timeout: 300_000 });

test.beforeEach(async () => {
  [gateway, smsc] = await Promise.all([startGateway(), startSmsc()]);
});
test.afterEach(async () => {
  await gateway?.discard();
  await smsc?.close();
});

const HUSH = "hush-471";

for (const language of locales) {
  const t = wordsIn(language);

  test(`the checklist ticks each step off and on, from the banner to the first message on a phone, in ${language}`, async ({
    context,
  }) => {
    const page = await adminPage(gateway, context, language);
    const done = (count: number) => page.getByText(t("common.checklist.progress", { count, of: 8 }));
    await page.goto(`${gateway.url}/admin`);
    const banner = page.getByText(t("common.shell.sandbox"));
    await expect(banner).toBeVisible();
    await page.getByRole("link", { name: t("common.shell.sandboxGoLive") }).click();
    await expect(done(0)).toBeVisible();
    await expectAccessible(page, "a gateway that is not live");

    await (await gateway.desk()).call("providers", "setProvider", {
      name: "live",
      kind: "smpp",
      config: { host: "127.0.0.1", port: smsc.port, system_id: "gate", password: HUSH, sender: "Aman" },
    });
    // Without a reload. What is left is the test, which alone proves that a phone is reached.
    await expect(async () => {
      await comeBack(page);
      await expect(done(5)).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.getByRole("link", { name: t("goingLive.step.test.title") }).click();
    await expect(card(page, "live").locator("[data-state=connected]")).toBeVisible();
    await card(page, "live")
      .getByRole("button", { name: t("carriers.test"), exact: true })
      .click();
    await page.getByRole("dialog").getByLabel(t("carriers.testNumber")).fill(NUMBER);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("carriers.testSend") })
      .click();
    await expect.poll(() => smsc.submits.length).toBe(1);

    await page.goto(`${gateway.url}/admin/going-live`);
    const live = page.getByText(t("goingLive.live"));
    await expect(live).toBeVisible();
    await expect(banner).toHaveCount(0);

    // Each of the other steps is open again while something is missing, and done when it is there.
    const sql = await gateway.sql();
    const account = await makeAccount(gateway);
    const [provider] = await sql<{ id: number }[]>`select id from providers where name = 'live'`;
    const { id } = provider!;
    const missing: Record<
      "senders" | "approvals" | "routes" | "sandbox",
      [() => Promise<unknown>, () => Promise<unknown>]
    > = {
      senders: [
        () =>
          sql`insert into senders (provider_id, account_id, sender) values (${id}, ${account.id}, 'Aman')`,
        () => sql`update senders set state = 'registered'`,
      ],
      approvals: [
        () => sql`update providers set demands_approval = true where id = ${id}`,
        () => sql`
        insert into operator_approvals (version_id, provider_id, language, state, approved_as)
        select serving_version_id, ${id}, language, 'accepted', 'text'
        from templates, unnest(array[0, 1]) language where serving_version_id is not null`,
      ],
      routes: [
        () => sql`
        with added as (insert into routes (prefix) values ('96393') returning id)
        insert into route_providers (route_id, position, provider_id) select id, 1, ${id} from added`,
        () => sql`delete from routes`,
      ],
      sandbox: [
        () => sql`update providers set takes_over = true where name = 'sandbox'`,
        () => sql`update providers set takes_over = false`,
      ],
    };
    for (const [step, [lose, mend]] of Object.entries(missing)) {
      await lose();
      await page.reload();
      await expect(done(5)).toBeVisible();
      const item = page.getByRole("listitem").filter({
        has: page.getByRole("link", { name: t(`goingLive.step.${step as keyof typeof missing}.title`) }),
      });
      await expect(item).toContainText(t("common.checklist.open"));
      await mend();
      await page.reload();
      await expect(live).toBeVisible();
      await expect(item).toContainText(t("common.checklist.done"));
    }
    // What is open besides: the passwords of the first start, and sign-ins without a second factor.
    const open = (step: "passwords" | "twoFactor") =>
      page
        .getByRole("listitem")
        .filter({ has: page.getByRole("link", { name: t(`goingLive.step.${step}.title`) }) });
    const desk = await gateway.desk();
    await expect(done(6)).toBeVisible();
    const firsts = await sql<{ email: string }[]>`
      select email from users where id::text in (
        select subject_id from audit_entries where action = 'user.create' and actor_name = 'first start')`;
    expect(firsts.length).toBeGreaterThan(0);
    for (const { email } of firsts) await desk.call("users", "resetPassword", { email });
    await page.reload();
    await expect(open("passwords")).toContainText(t("common.checklist.done"));
    await expect(open("twoFactor")).toContainText(t("common.checklist.open"));
    await sql`
      insert into two_factors (user_id, sealed, last_step)
      select id, '', 0 from users where role in ('admin', 'support')`;
    await page.reload();
    await expect(done(8)).toBeVisible();
    await prefer(context, gateway.url, language, "dark");
    await page.setViewportSize({ width: 360, height: 740 });
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: t("goingLive.title") })).toBeVisible();
    await expectAccessible(page, "a gateway that is live, on a phone");
  });
}
