import type { Sql } from "postgres";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

test.use({ tolerated: /500|Server Components render|Minified React error/ });

/** As if a release had forgotten its migration: whatever reads the table fails. */
async function without(sql: Sql, table: string, then: () => Promise<void>): Promise<void> {
  await sql`alter table ${sql(table)} rename to ${sql(`${table}_away`)}`;
  try {
    await then();
  } finally {
    await sql`alter table ${sql(`${table}_away`)} rename to ${sql(table)}`;
  }
}

test("a page that fails says so inside its frame, with the number of the log's line, and can be tried again", async ({
  gateway,
  developer: { page },
}) => {
  const sql = await gateway.sql();
  await without(sql, "whitelist_entries", async () => {
    await page.goto(`${gateway.url}/whitelist`);
    await expect(page.getByRole("heading", { name: "This page could not be shown" })).toBeVisible();
    const digest = /give the operator this number: (\d+)/.exec(await page.locator("main").innerText())![1]!;
    await expect.poll(() => gateway.output()).toContain(digest);
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expectAccessible(page, "a page that fails");
  });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "IP whitelist" })).toBeVisible();
});

test("where even the layout fails, the document is ours and in the reader's language", async ({
  gateway,
  developer: { page, context },
}) => {
  const sql = await gateway.sql();
  const reload = page.getByRole("button", { name: "إعادة التحميل" });
  await prefer(context, gateway.url, "ar", "dark");
  await without(sql, "settings", async () => {
    // What the process remembers of the settings is some seconds old.
    await expect(async () => {
      expect((await page.goto(`${gateway.url}/tokens`))?.status()).toBe(500);
      await expect(reload).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(page.getByRole("heading", { name: "تعذّر عرض هذه الصفحة" })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    await expectAccessible(page, "a document that fails");
  });
  await reload.click();
  await expect(page.getByRole("heading", { level: 1, name: "مفاتيح الوصول" })).toBeVisible();
});

test("a page on paper has no frame and no buttons of its table, and is light", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await prefer(context, gateway.url, "en", "dark");
  await page.goto(`${gateway.url}/tokens`);
  await expect(page.getByRole("row", { name: /Test/ })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(page.locator("html")).toHaveClass(/\blight\b/);
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Create token" })).toHaveCount(0);
  await expect(page.getByRole("row", { name: /Test/ }), account.name).toBeVisible();
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
});
