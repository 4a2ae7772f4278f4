import type { Locator, Page } from "@playwright/test";
import { isolated } from "#core/input/isolated.ts";
import { send } from "#e2e/api.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { enrol } from "#e2e/ui/support/enrol.ts";
import { expect, PASSWORD, prefer, test } from "#e2e/ui/support/signed-in.ts";

const choose = async (page: Page, row: Locator, verb: string) => {
  await row.getByRole("button").click();
  await page.getByRole("menuitem", { name: verb, exact: true }).click();
};

test("an owner invites somebody to read, gives them another role, removes them and takes them back", async ({
  gateway,
  account,
  browser,
  arrive,
}) => {
  const { page, email: owner } = await arrive("owner", account.id);
  const email = `invited-${account.id}@example.com`;
  await page.goto(`${gateway.url}/team`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a member" });
  // Only roles of an account, and no choice of one.
  await expect(dialog.getByRole("radio")).toHaveCount(3);
  await expect(dialog.getByRole("combobox")).toHaveCount(0);
  await dialog.getByLabel("E-mail").fill("nobody");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText("Enter an e-mail address")).toBeVisible();
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByText("Read-only", { exact: true }).click();
  await expect(dialog.getByText("Sees everything in the account, and changes nothing.")).toBeVisible();
  await expectAccessible(page, "an invitation to the team");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await page.getByRole("dialog").locator("code").innerText();
  await page.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row", { name: email });
  await expect(row).toContainText(/Read-only.*Invited/);

  const theirs = await browser.newPage();
  await theirs.goto(link);
  await expect(
    theirs.getByText(
      `${owner} invites you to the account ${account.name} at Aman Gate with read-only access.`,
    ),
  ).toBeVisible();
  await theirs.getByLabel("New password").fill(PASSWORD);
  await theirs.getByLabel("Repeat password").fill(PASSWORD);
  await theirs.keyboard.press("Enter");
  await expect(theirs).toHaveURL(`${gateway.url}/`);
  await theirs.goto(`${gateway.url}/tokens`);
  await expect(theirs.getByRole("row", { name: "Test" })).toBeVisible();
  const create = theirs.getByRole("button", { name: "Create token" });
  await expect(create).toHaveCount(0);

  await choose(page, row, "Change role");
  const role = page.getByRole("dialog", { name: `Role of ${email}` });
  await expect(role.getByRole("radio", { name: "Read-only" })).toBeChecked();
  await role.getByText("Developer", { exact: true }).click();
  await role.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`${email} now has the role Developer.`)).toBeVisible();
  await expect(row).toContainText(/Developer.*Active/);
  await theirs.reload();
  await expect(create).toBeVisible();

  await choose(page, row, "Remove from the team");
  const ask = page.getByRole("alertdialog", { name: `Remove ${email} from the team?` });
  await ask.getByRole("button", { name: "Remove from the team" }).click();
  await expect(row).toContainText("Deactivated");
  await theirs.reload();
  await expect(theirs).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);
  await choose(page, row, "Reactivate");
  await expect(page.getByText(`${email} can sign in again.`)).toBeVisible();
  await expect(row).toContainText("Active");
  await theirs.close();
});

test("the team in Arabic: an invitation says who invites to what, and the activity what was done", async ({
  gateway,
  account,
  browser,
  arrive,
}) => {
  const { page, context, email: owner } = await arrive("owner", account.id);
  await prefer(context, gateway.url, "ar", "dark");
  const email = `arabic-${account.id}@example.com`;
  await page.goto(`${gateway.url}/team`);
  await page.getByRole("button", { name: "دعوة", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "دعوة عضو" });
  await dialog.getByLabel("البريد الإلكتروني").fill(email);
  await dialog.getByRole("button", { name: "إنشاء الرابط" }).click();
  const link = await page.getByRole("dialog").locator("code").innerText();
  const elsewhere = await browser.newContext();
  await prefer(elsewhere, gateway.url, "ar", "light");
  const theirs = await elsewhere.newPage();
  await theirs.goto(link);
  await expect(
    theirs.getByText(`يدعوك ${owner} إلى حساب ${account.name} في أمان غيت، ودورك فيه: مطوّر.`),
  ).toBeVisible();
  await expectAccessible(theirs, "an invitation in Arabic");
  await elsewhere.close();

  await page.getByRole("button", { name: "تم" }).click();
  await page.getByRole("link", { name: "النشاط" }).click();
  const row = page.getByRole("row", { name: email });
  await expect(row).toContainText("دعوة المستخدم");
  await expect(row).toContainText(owner);
});

test("the operator’s invitation names the account, and one to its own people the gateway", async ({
  gateway,
  account,
  page,
}) => {
  const desk = await gateway.desk();
  const invite = async (person: object) =>
    gateway.url + (await desk.call("user-links", "inviteUser", person)).path;
  const member = { email: `first-${account.id}@example.com`, role: "owner", accountId: account.id };
  await page.goto(await invite(member));
  await expect(
    page.getByText(`Aman Gate invites you to the account ${account.name} as an owner.`),
  ).toBeVisible();
  await page.goto(await invite({ email: `support-${account.id}@example.com`, role: "support" }));
  await expect(page.getByText("You are invited to the team that runs Aman Gate, as support.")).toBeVisible();
});

test("the last owner keeps the role: nothing is offered to them, and the operator is told why not", async ({
  gateway,
  account,
  admin,
  arrive,
}) => {
  const { page, email } = await arrive("owner", account.id);
  await page.goto(`${gateway.url}/team`);
  const own = page.getByRole("row", { name: email });
  await expect(own).toContainText("You");
  await expect(own.getByRole("button")).toHaveCount(0);

  await admin.page.goto(`${gateway.url}/admin/accounts/${account.id}/developers`);
  await choose(admin.page, admin.page.getByRole("row", { name: email }), "Change role");
  const dialog = admin.page.getByRole("dialog", { name: `Role of ${email}` });
  await dialog.getByText("Read-only", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(
    dialog.getByText("This is the last active owner. Make somebody else an owner first."),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(admin.page.getByRole("row", { name: email })).toContainText("Owner");
  // With a second one, either can be removed by the other.
  const second = await arrive("owner", account.id);
  await page.reload();
  await choose(page, page.getByRole("row", { name: second.email }), "Remove from the team");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove from the team" }).click();
  await expect(page.getByRole("row", { name: second.email })).toContainText("Deactivated");
});

test("an owner requires two-factor authentication: members set it up before anything else, and apps go on", async ({
  gateway,
  account,
  developer,
  arrive,
}) => {
  const { page, email } = await arrive("owner", account.id);
  await developer.page.goto(`${gateway.url}/team`);
  const demand = (of: Page) => of.getByRole("region", { name: "Two-factor authentication of the team" });
  await expect(demand(developer.page)).toContainText("optional for the team");
  await expect(demand(developer.page).getByRole("button")).toHaveCount(0);

  await page.goto(`${gateway.url}/team`);
  await demand(page).getByRole("button", { name: "Require" }).click();
  const ask = page.getByRole("alertdialog");
  await expect(ask).toContainText("2 people haven’t set it up yet. You haven’t set it up yourself");
  await expectAccessible(page, "whether to require a second factor");
  await ask.getByRole("button", { name: "Require" }).click();
  // The owner is one of those who have to.
  await expect(page).toHaveURL(`${gateway.url}/two-factor?next=%2Fteam`);
  await enrol(page);
  await expect(page).toHaveURL(`${gateway.url}/team`);
  await expect(demand(page)).toContainText("required of the team");
  await expect(demand(page)).toContainText("1 person hasn’t set it up yet.");
  await expect(page.getByRole("row", { name: email })).toContainText("On");

  await developer.page.goto(`${gateway.url}/tokens`);
  await expect(developer.page).toHaveURL(`${gateway.url}/two-factor?next=%2Ftokens`);
  const early = await developer.context.request.get(`${gateway.url}/messages/export`, { maxRedirects: 0 });
  expect(early.status()).toBe(403);
  expect((await send(gateway, account)).status).toBe(201);
  await enrol(developer.page);
  await expect(developer.page).toHaveURL(`${gateway.url}/tokens`);

  await page.reload();
  await demand(page).getByRole("button", { name: "Make optional" }).click();
  await expect(page.getByText("Two-factor authentication is optional for the team.").first()).toBeVisible();
  await expect(demand(page)).toContainText("optional for the team");
});

test("the account’s activity says who rotated which token, and nothing of other accounts or the operator’s people", async ({
  gateway,
  account,
  developer,
  arrive,
}) => {
  const owner = await arrive("owner", account.id);
  await developer.page.goto(`${gateway.url}/tokens`);
  await choose(developer.page, developer.page.getByRole("row", { name: "Test" }), "Rotate");
  await developer.page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  await expect(
    developer.page.getByRole("heading", { name: `The new token of “${isolated("Test")}”` }),
  ).toBeVisible();

  const { page } = owner;
  await page.goto(`${gateway.url}/team`);
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page).toHaveURL(`${gateway.url}/team/activity`);
  const rotated = page.getByRole("row", { name: "Rotated the API token" });
  await expect(rotated).toContainText("Test");
  await expect(rotated).toContainText(developer.email);
  // Set up by the operator, who stays unnamed.
  const granted = page.getByRole("row", { name: "Granted a subscription" });
  await expect(granted).toContainText("Operator of this gateway");
  await expect(page.getByText("e2e")).toHaveCount(0);
});
