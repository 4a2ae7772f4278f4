import { isolated } from "#core/input/isolated.ts";
import type { TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { untilAnswered } from "#e2e/ui/support/browser.ts";
import { test as base, expect } from "#e2e/ui/support/signed-in.ts";

/** The queue is the whole gateway's: what an earlier test left in it is decided first. */
const test = base.extend<{ queue: (name: string, english: string) => Promise<number> }>({
  queue: async ({ gateway, account }, use) => {
    const desk = await gateway.desk();
    for (const { id } of await desk.call("templates", "listTemplates", {
      status: "pending",
      archived: false,
    })) {
      await desk.call("decisions", "rejectTemplate", { id, reason: "Cleared" });
    }
    await use((name, english) => submit(gateway, account, name, english));
  },
});

async function submit(
  gateway: Gateway,
  account: TestAccount,
  name: string,
  english: string,
): Promise<number> {
  const desk = await gateway.desk();
  return (await desk.call("templates", "createTemplate", { accountId: account.id, name, english })).id;
}

const statusOf = async (gateway: Gateway, id: number) => {
  const { status, newest } = await (await gateway.desk()).call("templates", "getTemplate", { id });
  return [status, newest.reason];
};

test("the review works by keyboard alone: next, previous, approve, reject with a preset or custom reason", async ({
  gateway,
  admin: { page },
  queue,
}) => {
  const ids = [
    await queue("First", "One {code}"),
    await queue("Second", "Two {code}"),
    await queue("Third", "3 {code}"),
  ];
  await page.goto(`${gateway.url}/admin/approvals`);
  const shown = page.getByRole("heading", { level: 2 }).first();
  await expect(shown).toHaveText("First");
  await expect(page.getByRole("link", { name: /^Approvals/ })).toContainText("3");

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Keyboard shortcuts");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.keyboard.press("j");
  await expect(shown).toHaveText("Second");
  await page.keyboard.press("k");
  await expect(shown).toHaveText("First");

  await page.keyboard.press("a");
  await expect(page.getByText(`${isolated("First")} is approved and can be sent.`)).toBeVisible();
  await expect(shown).toHaveText("Second");
  expect(await statusOf(gateway, ids[0]!)).toEqual(["approved", null]);

  // Letters that are typed are words and not keys.
  await page.keyboard.press("r");
  await expect(page.getByLabel("Reason", { exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("aj kr");
  await page.keyboard.press("Tab");
  await page.getByRole("dialog").getByRole("button", { name: "Reject" }).press("Enter");
  await expect(page.getByText(`${isolated("Second")} is rejected.`)).toBeVisible();
  await expect(shown).toHaveText("Third");
  expect((await statusOf(gateway, ids[1]!))[0]).toBe("rejected");

  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Reject" }).press("Enter");
  await expect(dialog.getByText("This field is required.")).toBeVisible();
  await untilAnswered(page);
  await dialog.getByText("English", { exact: true }).click();
  await dialog.getByRole("button", { name: "Correct the spelling." }).press("Enter");
  await dialog.getByRole("button", { name: "Reject" }).press("Enter");
  await expect(page.getByText("Nothing is waiting for approval")).toBeVisible();
  expect(await statusOf(gateway, ids[2]!)).toEqual(["rejected", "Correct the spelling."]);
});

test("when two admins decide the same template, the first decision counts and the second admin is told", async ({
  gateway,
  admin,
  arrive,
  queue,
}) => {
  const id = await queue("Contested", "Code {code}");
  const second = await arrive("admin");
  // On a phone the dialog is taller than the screen.
  await second.page.setViewportSize({ width: 360, height: 640 });
  for (const { page } of [admin, second]) await page.goto(`${gateway.url}/admin/approvals?template=${id}`);
  await admin.page.getByRole("button", { name: "Approve" }).click();
  await expect(admin.page.getByText(`${isolated("Contested")} is approved`)).toBeVisible();
  await second.page.getByRole("button", { name: "Reject" }).click();
  await second.page.getByLabel("Reason", { exact: true }).fill("Too late");
  await second.page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await expect(
    second.page.getByText(`${admin.email} approved ${isolated("Contested")} before you.`),
  ).toBeVisible();
  await expect(second.page.getByText("Nothing is waiting for approval")).toBeVisible();
  expect(await statusOf(gateway, id)).toEqual(["approved", null]);
});

test("a text that was resubmitted meanwhile cannot be decided before it is shown", async ({
  gateway,
  admin: { page },
  queue,
}) => {
  const id = await queue("Moving", "Old {code}");
  await page.goto(`${gateway.url}/admin/approvals`);
  await expect(page.getByText("Old 482910")).toBeVisible();
  const desk = await gateway.desk();
  await desk.call("decisions", "rejectTemplate", { id, reason: "No" });
  await desk.call("templates", "saveTemplateDraft", { id, english: "New {code}" });
  await desk.call("templates", "submitTemplate", { id });
  await page.keyboard.press("a");
  await expect(page.getByText(`rejected ${isolated("Moving")} before you.`)).toBeVisible();
  await expect(page.getByText("New 482910")).toBeVisible();
  expect((await statusOf(gateway, id))[0]).toBe("pending");
});

test("an edit is shown next to the serving version, with changed words, checks and earlier rejections", async ({
  gateway,
  account,
  admin: { page },
  queue,
}) => {
  await queue("Elsewhere", "Something else {code}");
  const desk = await gateway.desk();
  const id = account.templateId;
  await desk.call("templates", "saveTemplateDraft", {
    id,
    english: "Your login code: {code} https://x.example",
  });
  await desk.call("templates", "submitTemplate", { id });
  await page.goto(`${gateway.url}/admin/approvals?template=${id}`);
  await expect(page.getByText("Your login code: 482910 https://x.example")).toBeVisible();
  await expect(page.getByText("Version 1 stays in use until this one is approved.")).toBeVisible();
  const changes = page.getByTestId("changes-en");
  await expect(changes.locator("ins").first()).toContainText("login");
  await expect(changes.locator("del").first()).toContainText("verification");
  await expect(page.getByTestId("changes-ar").locator("del")).toHaveCount(1);
  await expect(page.getByText("Contains a link.", { exact: false })).toBeVisible();
  await expect(page.getByText(`Does not mention ${isolated(account.name)} in this spelling.`)).toBeVisible();
});
