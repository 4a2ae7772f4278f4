import type { Page } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { addressesUnder } from "#e2e/ui/support/server-actions.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

test.use({ tolerated: /404/ });

/** The status is a 404, and the reader sees our page for it, in its frame where there is one. */
async function expectMissing(page: Page, address: string, { framed = true } = {}): Promise<void> {
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(404);
  await expect(page.getByRole("heading", { name: "This page does not exist" }), address).toBeVisible();
  if (framed) await expect(page.getByRole("navigation").first(), address).toBeVisible();
}

/** Every page of a single thing in the build, so that a new one is there without anybody naming it. */
const detailPages = (folder: string) =>
  addressesUnder(folder, "page").filter((address) => address.includes("["));

test("missing records and other accounts' records are a 404 for a developer", async ({
  gateway,
  developer: { page },
}) => {
  const foreign = await makeAccount(gateway);
  expect(detailPages("(developer)")).toEqual(["/templates/[id]"]);
  for (const id of ["999999", "word", "99999999999", String(foreign.templateId)]) {
    await expectMissing(page, `${gateway.url}/templates/${id}`);
  }
  for (const path of ["/nowhere", "/templates/1/nowhere"]) {
    await expectMissing(page, `${gateway.url}${path}`, { framed: false });
  }
});

test("missing records are a 404 for an admin", async ({ gateway, account, admin: { page } }) => {
  const other = await makeAccount(gateway);
  const addresses = detailPages("admin");
  expect(addresses).toEqual(
    expect.arrayContaining([
      "/admin/accounts/[id]",
      "/admin/accounts/[id]/tokens",
      "/admin/accounts/[id]/templates/[template]",
      "/admin/audit/[id]",
      "/admin/subscriptions/[id]",
    ]),
  );
  for (const address of addresses) {
    await expectMissing(page, gateway.url + address.replace(/\[\w+\]/g, "999999"));
    await expectMissing(page, gateway.url + address.replace(/\[\w+\]/g, "word"));
  }
  // The account is there, and the template is not, or is another one's.
  for (const template of [999999, other.templateId]) {
    await expectMissing(page, `${gateway.url}/admin/accounts/${account.id}/templates/${template}`);
  }
  for (const address of detailPages("(print)")) {
    await expectMissing(page, gateway.url + address.replace(/\[\w+\]/g, "999999"), { framed: false });
  }
  for (const path of ["/admin/nowhere", `/admin/accounts/${account.id}/nowhere`]) {
    await expectMissing(page, `${gateway.url}${path}`, { framed: false });
  }
  // What is there is no 404.
  const there = await page.goto(
    `${gateway.url}/admin/accounts/${account.id}/templates/${account.templateId}`,
  );
  expect(there?.status()).toBe(200);
});
