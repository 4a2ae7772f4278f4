import type { Page } from "@playwright/test";
import { send } from "#e2e/api.ts";
import { adminPages, developerPages, pathOf } from "#e2e/ui/support/pages.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

/**
 * What can be pressed on a page by somebody who changes nothing: it searches, chooses what is shown, copies, prints or
 * explains. Whatever else a page gets has to be hidden from them, or to be named here.
 */
const HARMLESS = [
  /^(Chart|Table|24 hours|7 days|30 days)$/,
  /^(Status|Reason|Period|Template|Token|Language|Mobile operator|Provider|Account|Role|Subscription)$/,
  /^(Who|What|Subject|Sort by|Columns and density|Clear all|Next|Previous|First page)$/,
  /^(Remove the filter|Status|Period:?) /,
  /^Copy\b/,
  /^(View as developer|Keyboard shortcuts|Print or save as PDF|Show unread only|Show all)$/,
  // The dry run of a route, and the languages of a statement.
  /^(Show suggestions|Explain|Whichever the template has|Arabic|English|العربية)$/,
  // The examples of the documentation.
  /^(curl|Python|JavaScript|PHP)$/i,
];
/** Pages on which people change what concerns them alone. */
const OWN = ["/profile", "/admin/profile", "/notices", "/admin/notices", "/admin/notices?unread=1"];
/** Pages with nothing but a form: they lead to the list. */
const FORMS = /^\/templates\/new|^\/admin\/carriers\/(new|edit)/;

/** What can be pressed on a page, but for links to other pages. */
async function pressable(page: Page): Promise<string[]> {
  const main = page.getByRole("main");
  const names: string[] = [];
  for (const role of ["button", "switch", "checkbox", "radio", "menuitem"] as const) {
    for (const each of await main.getByRole(role, { disabled: false }).all()) {
      names.push((await each.getAttribute("aria-label")) ?? (await each.innerText()));
    }
  }
  return names.map((name) => name.replace(/\s+/g, " ").trim()).filter((name) => name !== "");
}

async function expectNothingToChange(page: Page, url: string, paths: string[]): Promise<void> {
  for (const path of paths.filter((path) => !FORMS.test(path))) {
    const answer = await page.goto(`${url}${path}`);
    expect(answer!.status(), path).toBe(200);
    await expect(page).toHaveURL(`${url}${path}`);
    if (OWN.includes(path)) continue;
    const names = await pressable(page);
    expect
      .soft(
        names.filter((name) => !HARMLESS.some((each) => each.test(name))),
        path,
      )
      .toEqual([]);
  }
  for (const path of paths.filter((path) => FORMS.test(path))) {
    await page.evaluate((to) => window.location.assign(to), path);
    await expect(page.getByText("Your role can’t make changes.").first()).toBeVisible();
    // Said once: the address does not repeat it.
    await expect(page).toHaveURL(path.startsWith("/admin") ? `${url}/admin/carriers` : `${url}/templates`);
  }
}

for (const [who, role, pages] of [
  ["support", "support", adminPages],
  ["a read-only member", "read_only", developerPages],
] as const) {
  test(`${who} sees every page and is offered nothing that changes anything`, async ({
    gateway,
    account,
    arrive,
  }) => {
    test.setTimeout(360_000);
    await send(gateway, account);
    const desk = await gateway.desk();
    const waiting = { accountId: account.id, name: "Waiting", english: "Waits {code}" };
    await desk.call("templates", "createTemplate", waiting);
    const { page } = await arrive(role, role === "support" ? undefined : account.id);
    const paths = pages.map((path) => pathOf(path, account));
    await expectNothingToChange(page, gateway.url, paths);
  });
}

test("support finds everything, views an account as its team does, and sees no code and no token", async ({
  gateway,
  account,
  arrive,
}) => {
  const code = "73915538204";
  const { json } = await send(gateway, account, { code, gsm: "963944123409" });
  const { page, context } = await arrive("support");
  await page.goto(`${gateway.url}/admin`);
  await expect(page.getByRole("link", { name: "Aman Gate Support" }).first()).toBeVisible();
  const palette = page.getByRole("dialog", { name: "Search" });
  await page.keyboard.press("Control+k");
  // Nothing to do is offered, and everything is found.
  await palette.getByRole("combobox").fill("invite a mem");
  await expect(palette).toContainText("Nothing found.");
  await palette.getByRole("combobox").fill(account.name);
  await expect(palette.locator("[role=option][data-focused]")).toHaveText(new RegExp(`^${account.name}`));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${gateway.url}/admin/accounts/${account.id}`);
  await page.goto(`${gateway.url}/admin/messages?q=944123409`);
  await page.getByRole("main").getByRole("row", { name: "+963944123409" }).first().click();
  await expect(page.getByRole("dialog", { name: `Message ${json.id}` })).toBeVisible();
  expect(await page.content()).not.toContain(code);
  await page.goto(`${gateway.url}/admin/accounts/${account.id}/tokens`);
  await expect(page.getByRole("main")).toContainText(account.token.slice(-4));
  expect(await page.content()).not.toContain(account.token);

  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  await page.getByRole("button", { name: "View as developer" }).click();
  await page.waitForURL(`${gateway.url}/`);
  for (const path of developerPages.map((path) => pathOf(path, account))) {
    const text = await (await context.request.get(`${gateway.url}${path}`)).text();
    for (const secret of [code, account.token]) expect(text, path).not.toContain(secret);
  }
});

test("a role that is taken away while a page is open: what it still offers is refused, and then gone", async ({
  gateway,
  account,
  developer: { page, email },
}) => {
  const desk = await gateway.desk();
  await page.goto(`${gateway.url}/tokens`);
  await desk.call("user-access", "changeRole", { email, role: "read_only" });
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Too late");
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByText("You don’t have permission to do this.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Create token" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Aman Gate Read-only" }).first()).toBeVisible();
  const sql = await gateway.sql();
  expect(await sql`select from api_tokens where account_id = ${account.id}`).toHaveLength(1);
});
