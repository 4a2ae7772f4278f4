import type { Page } from "@playwright/test";
import type { TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

/** So many templates, tokens and addresses of an account, beside those that it has. */
async function plant(gateway: Gateway, { id }: TestAccount, count: number): Promise<void> {
  const sql = await gateway.sql();
  await sql`
    with made as (
      insert into templates (account_id, name)
      select ${id}, 'Template ' || n from generate_series(1, ${count}) n returning id, name
    )
    insert into template_versions (template_id, number, english, arabic, status, submitted_at)
    select id, 1, 'A text of ' || name || ', which is rather long and has no end in sight for a while: {code}',
      'نص طويل للقالب ' || name || ' لا ينتهي قبل نهاية السطر ولا بعدها بقليل: {code}', 'draft', null from made`;
  await sql`
    insert into api_tokens (account_id, name, hash, sealed, hint)
    select ${id}, 'Token ' || n, sha256((${id}::text || ' ' || n)::bytea), '\\x00', 'ag_' || n || '…x' || n
    from generate_series(1, ${count}) n`;
  await sql`
    insert into whitelist_entries (account_id, range, label)
    select ${id}, ('10.' || n / 250 || '.' || n % 250 || '.0/24')::cidr, 'Server ' || n
    from generate_series(1, ${count}) n`;
}

const rowsOf = (page: Page) => page.locator("tbody tr");

for (const count of [60, 1_000]) {
  test(`${count} templates, tokens and addresses are paged and searched, by the developer and the operator`, async ({
    gateway,
    account,
    admin,
    developer,
  }) => {
    await plant(gateway, account, count);
    const tabs = `/admin/accounts/${account.id}`;
    for (const [{ page }, path] of [
      [developer, "/templates"],
      [developer, "/tokens"],
      [developer, "/whitelist"],
      [admin, `${tabs}/templates`],
      [admin, `${tabs}/tokens`],
      [admin, `${tabs}/whitelist`],
    ] as const) {
      await page.goto(gateway.url + path);
      const list = path.split("/").at(-1)!;
      // With the account's own template, its token, or its two addresses.
      const all = count + (list === "whitelist" ? 2 : 1);
      await expect(page.getByText(`${all.toLocaleString("en-GB")} results`), path).toBeVisible();
      await expect(rowsOf(page)).toHaveCount(25);
      const first = (await rowsOf(page).first().getAttribute("data-row"))!;
      await page.getByRole("link", { name: "Next page" }).click();
      await expect(page).toHaveURL(/after=/);
      await expect(rowsOf(page).first()).not.toHaveAttribute("data-row", first);
      await page.getByRole("link", { name: "First page" }).click();
      await expect(rowsOf(page).first()).toHaveAttribute("data-row", first);
      const wanted = { templates: "text of template 57,", tokens: "token 57", whitelist: "10.0.57.9" }[list]!;
      await page.getByRole("searchbox").fill(wanted);
      await expect(rowsOf(page)).toHaveCount(list === "tokens" && count > 570 ? 11 : 1);
      await expect(rowsOf(page).first()).toContainText(list === "whitelist" ? "10.0.57.0/24" : "57");
      await page.goto(`${gateway.url}${path}?q=nothing-like-it`);
      await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
    }
  });
}

test("the lists keep within a phone, with a line of each text, in both languages", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await plant(gateway, account, 30);
  for (const language of ["en", "ar"]) {
    await prefer(context, gateway.url, language, "light");
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of ["/templates", "/tokens", "/whitelist"]) {
        await page.goto(gateway.url + path);
        await expect(rowsOf(page)).toHaveCount(25);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(
          width,
        );
      }
      await page.goto(`${gateway.url}/templates`);
      const excerpt = rowsOf(page).first().locator("[data-column=text] bdi");
      await expect(excerpt).toContainText(language === "ar" ? "نص طويل" : "A text of");
      expect((await excerpt.boundingBox())!.height).toBeLessThan(30);
    }
  }
});
