import { runJob } from "#e2e/run-job.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { test as base, expect } from "#e2e/ui/support/signed-in.ts";
import { startSmtpServer, type TestSmtpServer } from "#services/mail/test-smtp-server.ts";

/** A mail server of the test's own; the gateway has no mail settings before and after. */
const test = base.extend<{ server: TestSmtpServer }>({
  server: async ({ gateway }, use) => {
    const server = await startSmtpServer({ login: { user: "mailer", password: "s3cret word" } });
    await use(server);
    await (await gateway.sql())`delete from settings where name = 'smtp'`;
    await (await gateway.sql())`delete from mails`;
    await server.close();
  },
});

test("mail settings are tried before they are saved, and the server's words are shown", async ({
  gateway,
  server,
  admin: { page, email },
}) => {
  await page.goto(`${gateway.url}/admin/settings#smtp`);
  const form = page.getByRole("form", { name: "E-mail" });
  await expect(form.getByText("No e-mail is sent at the moment.")).toBeVisible();
  await form.getByLabel("TLS", { exact: true }).check({ force: true });
  await expect(form.getByLabel("Port")).toHaveValue("465");
  await form.getByLabel("None").check({ force: true });
  await form.getByLabel("Server").fill("127.0.0.1");
  await form.getByLabel("Port").fill(String(server.port));
  await form.getByLabel("Sender address").fill("gate@example.com");
  await expect(form.getByLabel("Address of the dashboard")).toHaveValue(gateway.url);
  const attempt = () => form.getByRole("button", { name: "Send a test e-mail" }).click();
  await attempt();
  await expect(form.locator("[data-mail=failed]")).toContainText("530 5.7.0 Authentication required");
  await form.getByLabel("User").fill("mailer");
  await form.getByLabel("Password", { exact: true }).fill("wrong");
  await attempt();
  await expect(form.locator("[data-mail=failed]")).toContainText("535 5.7.8");
  await form.getByLabel("Password", { exact: true }).fill("s3cret word");
  server.misbehave("refuses_recipient");
  await attempt();
  await expect(form.locator("[data-mail=refused]")).toContainText("550 5.1.1 No such user here");
  server.misbehave(null);
  await attempt();
  await expect(form.locator("[data-mail=sent]")).toContainText("250 2.0.0 Queued as 42");
  expect(server.received.map(({ to }) => to)).toEqual([[email]]);
  await expectAccessible(page, "mail settings");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("A password is stored. Leave this empty to keep it.")).toBeVisible();
  await page.reload();
  await expect(form.getByLabel("Password", { exact: true })).toHaveValue("");
  expect(await page.content()).not.toContain("s3cret");
  await attempt();
  await expect(form.locator("[data-mail=sent]")).toBeVisible();
  // The stored password goes to its own server alone.
  await form.getByLabel("Server").fill("localhost");
  await attempt();
  await expect(form.getByText(/Password: Enter the password again/)).toBeVisible();
  await form.getByRole("button", { name: "Stop sending e-mail" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop sending e-mail" }).click();
  await expect(form.getByText("No e-mail is sent at the moment.")).toBeVisible();
});

test("an invitation is shown and mailed; its link works; kinds of notices are chosen in the profile", async ({
  gateway,
  server,
  admin: { page },
}) => {
  test.setTimeout(240_000);
  const sql = await gateway.sql();
  await sql`
    insert into settings (name, value) values ('smtp', ${sql.json({
      host: "127.0.0.1",
      port: server.port,
      security: "none",
      user: "",
      from: "gate@example.com",
      fromName: "",
      url: gateway.url,
      sealed: null,
    })})`;
  const open = await startSmtpServer();
  await sql`update settings set value = jsonb_set(value, '{port}', ${open.port}::text::jsonb) where name = 'smtp'`;
  await page.goto(`${gateway.url}/admin/profile`);
  const panel = page.locator("#notices");
  await panel.getByLabel("A carrier is down").uncheck();
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(panel.getByLabel("A carrier is down")).not.toBeChecked();
  await expect(panel.getByLabel("A template is waiting for approval")).toBeChecked();

  await page.goto(`${gateway.url}/admin/users`);
  await page.getByRole("button", { name: /^Invite/ }).click();
  const dialog = page.getByRole("dialog");
  const invited = `mailed-${Date.now()}@example.com`;
  await dialog.getByLabel("E-mail").fill(invited);
  await dialog.getByText("Admin", { exact: true }).click();
  await dialog.getByRole("button", { name: /Invite|link/i }).click();
  await expect(page.getByText("It is also on its way to")).toBeVisible();
  const shown = await page.getByRole("dialog").locator("code").innerText();
  const mine = () => open.received.find(({ to }) => to[0] === invited);
  await runJob(gateway, "send-mails");
  await expect.poll(() => mine() !== undefined, { timeout: 120_000 }).toBe(true);
  const text = mine()!.data.replaceAll("=\r\n", "").replaceAll("=3D", "=");
  expect(text).toContain(shown);
  await open.close();
});
