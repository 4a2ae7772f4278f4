import { send } from "#e2e/api.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";
import { until } from "#e2e/until.ts";

test("what was refused says so in its last step, in the colour of failure, and what was delivered in its own", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const refused = (await send(gateway, account, { gsm: "963911000001" })).json.id;
  const delivered = (await send(gateway, account)).json.id;
  const desk = await gateway.desk();
  await until("it is delivered", async () => {
    const account_ = { accountId: account.id, limit: 5 };
    const messages = await desk.call("messages", "listMessages", account_);
    return messages.some(({ id, status }) => id === delivered && status === "delivered");
  });
  const stepsOf = async (id: number) => {
    await page.goto(`${gateway.url}/messages?open=${id}`);
    const steps = page.getByRole("dialog").getByRole("listitem");
    await expect(steps.first()).toBeVisible();
    return Promise.all(
      (await steps.all()).map(async (step) => ({
        text: await step.innerText(),
        dot: await step
          .locator("[aria-hidden].rounded-full")
          .evaluate((dot) => getComputedStyle(dot).backgroundColor),
        failed: await page.evaluate(() => colourOf("--failed")),
        delivered: await page.evaluate(() => colourOf("--delivered")),
      })),
    );
  };
  await page.addInitScript(() => {
    Object.assign(window, {
      colourOf(name: string) {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.backgroundColor = `var(${name})`;
        const colour = getComputedStyle(probe).backgroundColor;
        probe.remove();
        return colour;
      },
    });
  });
  const failure = (await stepsOf(refused)).at(-1)!;
  expect(failure.text).toContain("Refused by the provider, credit returned");
  expect(failure.dot).toBe(failure.failed);
  const success = await stepsOf(delivered);
  expect(success.at(-1)!.text).toContain("Reported as delivered");
  expect(success.at(-1)!.dot).toBe(success[0]!.delivered);
  // Its first steps are not yet a success.
  expect(success[0]!.dot).not.toBe(success[0]!.delivered);
});
declare function colourOf(name: string): string;

test("a subscription's end is as far away for the developer as for the operator", async ({
  gateway,
  account,
  developer,
  admin,
}) => {
  const sql = await gateway.sql();
  await sql`
    update subscriptions set ends_at = now() + interval '12 days 1 hour' where account_id = ${account.id}`;
  await developer.page.goto(gateway.url);
  await expect(developer.page.getByText("12 days").first()).toBeVisible();
  // The whole list: a gateway that serves other tests as well has more urgent accounts than the overview shows.
  await admin.page.goto(`${gateway.url}/admin?short=all`);
  const short = admin.page.getByRole("link", { name: account.name });
  await expect(short.locator("xpath=ancestor::li")).toContainText("12 days");
  for (const { page } of [developer, admin]) {
    expect(await page.locator("main").innerText()).not.toMatch(/\bin \d+ weeks?\b|\bweeks? ago\b/);
  }
});

test("shares have one decimal, durations one unit's letter, and jobs that run take one line", async ({
  gateway,
  account,
  admin: { page },
}) => {
  for (let code = 0; code < 3; code++) await send(gateway, account);
  await send(gateway, account, { gsm: "963911000001" });
  for (const path of ["/admin", "/admin/carriers"]) {
    await page.goto(gateway.url + path);
    const text = await page.locator("main").innerText();
    const shares = text.match(/\d[\d.,]*%/g) ?? [];
    expect(
      shares.filter((share) => !/^\d+\.\d%$/.test(share)),
      path,
    ).toEqual([]);
    expect(text, path).not.toMatch(/(?<![\d.])0s\b|\bsecs?\b|\bmins?\b/);
  }
  await page.goto(`${gateway.url}/admin`);
  const jobs = page.locator("summary").filter({ hasText: /jobs? run on time/ });
  await expect(jobs).toHaveCount(1);
  const retention = page.getByText("Delete by retention", { exact: false });
  await expect(retention).toBeHidden();
  await jobs.click();
  await expect(page.locator("details li").first()).toBeVisible();
});

test("the numbers of a column stand digit under digit, in both languages", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  const desk = await gateway.desk();
  const plan = { accountId: account.id, plan: "Large", days: 30 };
  await desk.call("subscriptions", "grantSubscription", { ...plan, quota: 2_000_000 });
  await desk.call("subscriptions", "grantSubscription", { ...plan, quota: 7 });
  for (const language of ["en", "ar"]) {
    await prefer(context, gateway.url, language, "light");
    for (const path of [`/admin/accounts/${account.id}/subscriptions`, "/admin/health"]) {
      await page.goto(`${gateway.url}${path}`);
      // How far from the right of its cell each number ends.
      const gaps = await page.locator("main td").evaluateAll((cells) =>
        cells
          .filter((cell) => /^[\d,]+$/.test((cell as HTMLElement).innerText.trim()))
          .map((cell) => {
            const text = document.createRange();
            text.selectNodeContents(cell);
            const digits = [...text.getClientRects()].filter(({ width }) => width > 1);
            const end =
              cell.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(cell).paddingRight);
            return Math.round(end - Math.max(...digits.map(({ right }) => right)));
          }),
      );
      expect(gaps.length, path).toBeGreaterThan(2);
      expect(new Set(gaps), `${path} ${language}`).toEqual(new Set([0]));
    }
  }
});
