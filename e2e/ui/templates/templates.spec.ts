import { isolated } from "#core/input/isolated.ts";
import { send } from "#e2e/api.ts";
import { expect, signInByHand, test } from "#e2e/ui/support/signed-in.ts";

const BRAND = "Your Sham code is ";

test("a template goes from draft to approval, and a second version shows what changed", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const desk = await gateway.desk();
  await page.goto(`${gateway.url}/templates/new`);
  await page.getByLabel("Name").fill("Payments");
  // What makes a text UCS-2 is named, and replaced by a press, one by one or all at once.
  await page.getByLabel("English").fill("Don\u2019t share \u201c{code}\u201d, cafe\u0301");
  await expect(page.getByText("4 characters make this text UCS-2")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "U+0065 U+0301" })).toContainText("accent");
  await page.getByRole("button", { name: `Use ${isolated("é")}` }).click();
  await expect(page.getByLabel("English")).toHaveValue("Don\u2019t share \u201c{code}\u201d, caf\u00e9");
  await page.getByRole("button", { name: "Use plain characters throughout" }).click();
  await expect(page.getByLabel("English")).toHaveValue(`Don't share "{code}", caf\u00e9`);
  await expect(page.getByText("this text UCS-2")).toHaveCount(0);
  await page.getByLabel("English").fill(BRAND);
  await page.getByRole("button", { name: "Insert {code}" }).last().click();
  await expect(page.getByLabel("English")).toHaveValue(`${BRAND}{code}`);
  await expect(page.getByText("1 segment", { exact: false }).first()).toBeVisible();
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByRole("heading", { name: "Payments" })).toBeVisible();
  await expect(page.getByText("Draft", { exact: true }).first()).toBeVisible();
  const id = Number(new URL(page.url()).pathname.split("/").at(-1));

  // A draft does not send.
  expect((await send(gateway, { ...account, templateId: id })).status).toBe(400);
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page.getByText("This version is waiting for the operator’s approval.")).toBeVisible();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByLabel("English")).toHaveValue(`${BRAND}{code}`);
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page.getByText("This version is waiting for the operator’s approval.")).toBeVisible();

  await desk.call("decisions", "rejectTemplate", { id, reason: "Name the shop, please." });
  await page.goto(`${gateway.url}/templates`);
  await expect(page.getByText(`Rejected: ${isolated("Name the shop, please.")}`)).toBeVisible();
  await page.getByRole("link", { name: "Payments" }).click();
  await expect(page.getByText(`Rejected: ${isolated("Name the shop, please.")}`).first()).toBeVisible();
  await page.getByRole("link", { name: "Edit as a new version" }).click();
  await page.getByLabel("English").fill("Your Sham shop code is {code}");
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page.getByText("This version is waiting for the operator’s approval.")).toBeVisible();
  await desk.call("decisions", "approveTemplate", { id });
  await page.reload();
  await expect(page.getByText("This version is in use.")).toBeVisible();
  const sent = await send(gateway, { ...account, templateId: id });
  expect(sent.json).toMatchObject({ message: "Your Sham shop code is 482910" });

  // The history keeps the decision on the first version.
  const history = page.getByRole("listitem").filter({ hasText: "Version 1" });
  await expect(history).toContainText("Rejected");
  await expect(history).toContainText("Name the shop, please.");

  await page.getByRole("link", { name: "Edit as a new version" }).click();
  await page.getByLabel("English").fill("Your Sham shop payment code is {code}");
  await page.getByRole("button", { name: "Submit for approval" }).click();
  const third = page.getByRole("listitem").filter({ hasText: "Version 3" });
  await expect(third).toContainText("Changes since version 2:");
  await expect(third.locator("ins")).toHaveText(/payment/);
  // The approved one sends meanwhile.
  expect((await send(gateway, { ...account, templateId: id })).json).toMatchObject({
    message: "Your Sham shop code is 482910",
  });

  // Withdrawn it is a draft, and a draft can be given up; what is approved stays as it was.
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByLabel("English").fill("Your Sham shop code for nothing is {code}");
  await page.getByRole("button", { name: "Discard draft" }).click();
  const discard = page.getByRole("alertdialog", { name: `Discard version 3 of “${isolated("Payments")}”?` });
  await expect(discard).toContainText("The approved version stays in use.");
  await discard.getByRole("button", { name: "Cancel" }).click();
  await expect(discard).toHaveCount(0);
  await expect(page.getByLabel("English")).toHaveValue("Your Sham shop code for nothing is {code}");
  await page.getByRole("button", { name: "Discard draft" }).click();
  await discard.getByRole("button", { name: "Discard draft" }).click();
  await expect(page.getByText("Draft discarded.")).toBeVisible();
  await expect(page.getByText("This version is in use.")).toBeVisible();
  await expect(third).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Discard draft" })).toHaveCount(0);
  // Nor does what was typed come back with the next edit.
  await page.getByRole("link", { name: "Edit as a new version" }).click();
  await expect(page.getByLabel("English")).toHaveValue("Your Sham shop code is {code}");
  await expect(page.getByText("Your unsaved changes were restored.")).toHaveCount(0);
  await page.getByLabel("English").fill("Your Sham shop number is {code}");
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(third).toContainText("Waiting for approval");
  expect((await send(gateway, { ...account, templateId: id })).json).toMatchObject({
    message: "Your Sham shop code is 482910",
  });

  await page.getByRole("button", { name: "Archive" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Archive “${isolated("Payments")}”?` });
  await expect(dialog).toContainText("Requests with this template ID get a 400 from now on.");
  await dialog.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("This template is archived and can no longer be used.")).toBeVisible();
  // With the template its version waits no more, neither here nor for the operator.
  await expect(third).toContainText("Draft");
  await expect(page.getByText("Waiting for approval")).toHaveCount(0);
  expect((await send(gateway, { ...account, templateId: id })).status).toBe(400);
});

test("typed text survives an error and a session that ends during editing", async ({
  gateway,
  developer: { page, email },
}) => {
  await page.goto(`${gateway.url}/templates/new`);
  await page.getByLabel("Name").fill("Long work");
  await page.getByLabel("English").fill("Your code: ");
  await page.keyboard.press("Tab");
  await expect(page.getByText("Put {code} where the code goes.", { exact: true })).toBeVisible();
  // The Arabic text is yet to come: nothing is said of it.
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page.getByLabel("English")).toBeFocused();
  await page.getByLabel("English").fill("Your code: {code}");

  const desk = await gateway.desk();
  await desk.call("users", "resetPassword", { email, password: "another-password" });
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page).toHaveURL(`${gateway.url}/sign-in?next=%2Ftemplates%2Fnew`);
  await expect(page.getByText("cannot be reached")).toHaveCount(0);
  await signInByHand(page, email, "another-password");
  await page.waitForURL(`${gateway.url}/templates/new`);
  await expect(page.getByText("Your unsaved changes were restored.")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Long work");
  await expect(page.getByLabel("English")).toHaveValue("Your code: {code}");
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page.getByRole("heading", { name: "Long work" })).toBeVisible();
  await page.goto(`${gateway.url}/templates/new`);
  await expect(page.getByLabel("Name")).toHaveValue("");
});

test("a template's page shows a skeleton at once, while the server still loads it", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/templates`);
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  // The frame was fetched ahead; what the click asks for is held back.
  await page.route(/\/templates\/\d+\?_rsc=/, async (route) => {
    if (!route.request().headers()["next-router-prefetch"]) {
      asked.resolve();
      await answered.promise;
    }
    await route.continue();
  });
  await page.waitForLoadState("networkidle");
  const link = page.locator(`a[href="/templates/${account.templateId}"]`);
  await link.click();
  await asked.promise;
  await expect(page.locator("main [aria-busy=true]")).toBeVisible();
  answered.resolve();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Login OTP");
});

test("with one draft in two tabs, the later save is warned, keeps the typed text and can overwrite", async ({
  gateway,
  account,
  developer: { context, page, email },
}) => {
  const desk = await gateway.desk();
  const { id } = await desk.call("templates", "createTemplate", {
    accountId: account.id,
    name: "In two tabs",
    english: "First {code}",
  });
  await desk.call("templates", "withdrawTemplate", { id });
  const address = `${gateway.url}/templates/${id}`;
  const other = await context.newPage();
  await page.goto(address);
  await other.goto(address);
  const english = (tab: typeof page) => tab.getByLabel("English");
  const saveIn = (tab: typeof page) => tab.getByRole("button", { name: "Save draft" }).click();
  const texts = async () => {
    const { newest } = await desk.call("templates", "getTemplate", { id });
    return newest.english;
  };
  await english(other).fill("Theirs {code}");
  await saveIn(other);
  await expect.poll(texts).toBe("Theirs {code}");
  await english(page).fill("Mine {code}");
  await saveIn(page);
  const told = page.getByRole("alert").filter({ hasText: "in the meantime" });
  await expect(told).toContainText(email);
  await expect(english(page)).toHaveValue("Mine {code}");
  expect(await texts()).toBe("Theirs {code}");
  // Saving again without a decision is told again.
  await saveIn(page);
  await expect(told).toBeVisible();
  expect(await texts()).toBe("Theirs {code}");
  await page.getByRole("button", { name: "Overwrite with mine" }).click();
  await expect.poll(texts).toBe("Mine {code}");
  await expect(told).toHaveCount(0);
  // One's own save is nothing to be told of.
  await english(page).fill("Mine again {code}");
  await saveIn(page);
  await expect.poll(texts).toBe("Mine again {code}");

  await english(other).fill("Theirs, later {code}");
  await saveIn(other);
  await other.getByRole("button", { name: "Reload and discard mine" }).click();
  await expect(english(other)).toHaveValue("Mine again {code}");
  expect(await texts()).toBe("Mine again {code}");
});
