import { makeAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

test("a range is validated on blur and on submit, added, removed, and restored by undo", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/whitelist`);
  const range = page.getByLabel("Address or range");
  const problem = page.getByText("Enter an IP address or a range");
  await range.fill("203.0.113.300");
  await page.keyboard.press("Tab");
  await expect(problem).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Label" })).toBeFocused();
  await range.fill("203.0.113.0/24");
  await expect(problem).toHaveCount(0);
  await range.fill("");
  await page.getByRole("button", { name: "Add address", exact: true }).click();
  await expect(page.getByText("This field is required.")).toBeVisible();
  await expect(range).toBeFocused();

  await range.fill(" 203.0.113.7/24 ");
  await page.getByRole("textbox", { name: "Label" }).fill("Office");
  await page.keyboard.press("Enter");
  await expect(page.getByText("203.0.113.0/24 is now allowed")).toBeVisible();
  const row = page.getByRole("row", { name: "203.0.113.0/24" });
  await expect(row).toContainText("Office");
  await expect(range).toHaveValue("");

  await range.fill("203.0.113.0/24");
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is already on the list.")).toBeVisible();

  await row.getByRole("button", { name: "Remove 203.0.113.0/24" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("Office");
});

test("without enforcement every address may send; with enforcement only listed ones", async ({
  gateway,
  arrive,
}) => {
  const account = await makeAccount(gateway, { whitelist: [] });
  const { page } = await arrive("developer", account.id);
  await page.goto(`${gateway.url}/whitelist`);
  await expect(page.getByText("Every request gets 403 until the address of the app’s server")).toBeVisible();
  expect((await send(gateway, account)).status).toBe(403);

  await page.getByRole("button", { name: "Stop enforcing" }).click();
  const dialog = page.getByRole("alertdialog", { name: /nforc.* the whitelist\?/ });
  await expect(dialog).toContainText("A stolen token works from anywhere.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("heading", { name: "The whitelist is enforced" })).toBeVisible();
  await page.getByRole("button", { name: "Stop enforcing" }).click();
  await dialog.getByRole("button", { name: "Stop enforcing" }).click();
  await expect(page.getByRole("heading", { name: "The whitelist is not enforced" })).toBeVisible();
  expect((await send(gateway, account)).status).toBe(201);

  await page.getByRole("button", { name: "Enforce whitelist" }).click();
  await expect(dialog).toContainText("The list is empty: every request will be refused.");
  await dialog.getByRole("button", { name: "Enforce whitelist" }).click();
  await expect(page.getByRole("heading", { name: "The whitelist is enforced" })).toBeVisible();
  expect((await send(gateway, account)).status).toBe(403);

  await page.getByRole("button", { name: "Add my address" }).click();
  await expect(page.getByText("127.0.0.1 is now allowed")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add my address" })).toHaveCount(0);
  expect((await send(gateway, account)).status).toBe(201);
});

test("adding the whole internet requires confirming a warning, and the entry stays highlighted", async ({
  gateway,
  arrive,
}) => {
  const account = await makeAccount(gateway, { whitelist: [] });
  const { page } = await arrive("developer", account.id);
  await page.goto(`${gateway.url}/whitelist`);
  const range = page.getByLabel("Address or range");
  await range.fill("127.0.0.1/0");
  await page.getByRole("textbox", { name: "Label" }).fill("Everything");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: /Allow .*0\.0\.0\.0\/0.*\?/ });
  await expect(dialog).toContainText("the whitelist no longer blocks any of them");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  // What was typed is still there, and nothing was added.
  await expect(range).toHaveValue("127.0.0.1/0");
  expect((await send(gateway, account)).status).toBe(403);
  await page.getByRole("button", { name: "Add address", exact: true }).click();
  await dialog.getByRole("button", { name: "Allow anyway" }).click();
  await expect(page.getByText("0.0.0.0/0 is now allowed")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("row", { name: "0.0.0.0/0" });
  await expect(row).toContainText("Blocks hardly anyone");
  await expect(row).toContainText("Everything");
  expect((await send(gateway, account)).status).toBe(201);
  // Brought back after a removal, it was confirmed before.
  await row.getByRole("button", { name: "Remove 0.0.0.0/0" }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("Everything");
  await range.fill("2000::/3");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog", { name: /2000::/ })).toContainText(
    "a large part of the internet",
  );
});

test("a refused address is added to the whitelist with one click", async ({ gateway, arrive }) => {
  const account = await makeAccount(gateway, { whitelist: ["198.51.100.0/24"] });
  const { page } = await arrive("developer", account.id);
  expect((await send(gateway, account)).status).toBe(403);
  const row = page.getByRole("table", { name: "Refused in the last 7 days" }).getByRole("row", {
    name: "127.0.0.1",
  });
  // Refusals are written a little later, many at once.
  await expect(async () => {
    await page.goto(`${gateway.url}/whitelist`);
    await expect(row).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await row.getByRole("button", { name: "Allow 127.0.0.1" }).click();
  await expect(row).toContainText("Allowed now");
  expect((await send(gateway, account)).status).toBe(201);
});

test("whoever removes addresses by keyboard goes on from the next one", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const desk = await gateway.desk();
  for (const range of ["203.0.113.1", "203.0.113.2"]) {
    await desk.call("whitelist", "addToWhitelist", { accountId: account.id, range, label: "Office" });
  }
  await page.goto(`${gateway.url}/whitelist`);
  const removes = page
    .getByRole("table", { name: "Allowed addresses" })
    .getByRole("button", { name: /^Remove / });
  const count = await removes.count();
  expect(count).toBeGreaterThan(2);
  await removes.first().focus();
  for (const left of [count - 1, count - 2]) {
    const next = await removes.nth(1).getAttribute("aria-label");
    await page.keyboard.press("Enter");
    await expect(removes).toHaveCount(left);
    await expect(removes.first()).toHaveAttribute("aria-label", next!);
    await expect(removes.first()).toBeFocused();
    await expect(removes.first()).toBeEnabled();
  }
});
