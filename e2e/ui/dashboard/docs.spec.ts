import type { Page } from "@playwright/test";
import type { PostmanCollection } from "#core/api/postman.ts";
import { makeAccount } from "#e2e/account.ts";
import { ask, send } from "#e2e/api.ts";
import { type Client, runClient } from "#e2e/client-runtimes.ts";
import { standingOf } from "#e2e/standing.ts";
import { expect, PASSWORD, test } from "#e2e/ui/support/signed-in.ts";

const clients: Record<string, Client> = {
  curl: "send.sh",
  Python: "send.py",
  JavaScript: "send.mjs",
  PHP: "send.php",
};

/** The snippet that is in sight, of those for a send or for what another section is about. */
const snippet = (page: Page, section = "send") =>
  page.locator(`#${section}`).getByRole("tabpanel").locator("code");
const choose = (page: Page, language: string) =>
  page.locator("#send").getByRole("tab", { name: language, exact: true }).click();

async function fillInToken(page: Page, password = PASSWORD): Promise<void> {
  await page.getByRole("button", { name: "Fill in my token" }).click();
  await page.getByRole("dialog").getByLabel("Your password").fill(password);
  await page.getByRole("dialog").getByRole("button", { name: "Show token" }).click();
}

test("the snippets contain this gateway's address, one of the account's templates and, after the password, a token", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const response = await page.goto(`${gateway.url}/docs`);
  expect(await response!.text()).not.toContain(account.token);
  for (const language of Object.keys(clients)) {
    await choose(page, language);
    await expect(snippet(page)).toContainText(`${gateway.url}/api/otp/send/`);
    await expect(snippet(page)).toContainText(String(account.templateId));
    await expect(snippet(page)).toContainText("<your_api_token>");
  }
  await fillInToken(page, "not-the-password");
  await expect(page.getByRole("dialog").getByText("This is not your password.")).toBeVisible();
  await page.getByRole("dialog").getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("dialog").getByRole("button", { name: "Show token" }).click();
  await expect(
    page.getByText("Your token is shown in the snippets until you leave this page."),
  ).toBeVisible();

  // Every one of them runs as it stands.
  for (const [language, client] of Object.entries(clients)) {
    await choose(page, language);
    await expect(snippet(page)).toContainText(account.token);
    const ended = await runClient(client, (await snippet(page).textContent())!);
    expect([ended.code, ended.stderr.replace(/.*% Total[\s\S]*/, "")], ended.stdout).toEqual([0, ""]);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 4, used: 4 });

  await page.getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByText(account.token)).toHaveCount(0);
  await fillInToken(page);
  await expect(snippet(page)).toContainText(account.token);
  await page.reload();
  await expect(snippet(page)).toContainText("<your_api_token>");
});

test("examples for a message, the balance and an idempotent send run in every language; the choice of language is kept", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const { json } = await send(gateway, account);
  await page.goto(`${gateway.url}/docs`);
  await fillInToken(page);
  await expect(
    page.getByText("Your token is shown in the snippets until you leave this page."),
  ).toBeVisible();
  const run = async (section: string, client: Client) => {
    const source = (await snippet(page, section).textContent())!;
    const ended = await runClient(client, source.replace("messages/1427/", `messages/${json.id}/`));
    expect([ended.code, ended.stderr.replace(/.*% Total[\s\S]*/, "")], ended.stdout).toEqual([0, ""]);
    return ended.stdout;
  };
  let first: number | undefined;
  for (const [language, client] of Object.entries(clients)) {
    await choose(page, language);
    for (const section of ["message", "balance", "idempotency"]) {
      const tab = page.locator(`#${section}`).getByRole("tab", { name: language, exact: true });
      await expect(tab).toHaveAttribute("aria-selected", "true");
    }
    const message = await run("message", client);
    const balance = await run("balance", client);
    const sent = await run("idempotency", client);
    if (language === "curl") {
      expect(JSON.parse(message)).toMatchObject({ id: json.id, template_code: "******" });
      expect(JSON.parse(balance)).toMatchObject({ remaining: 999, subscriptions: [{ plan: "Test" }] });
      first = JSON.parse(sent).id as number;
    } else {
      // Whatever is sent with the key, by whichever client, was sent before.
      expect(message).toMatch(new RegExp(`^${json.id} (sent|delivered)\n$`));
      expect(balance).toMatch(/^Remaining: 998\nTest 998 \d{4}-\d\d-\d\dT[\d:]+Z\n$/);
      expect(sent).toMatch(new RegExp(`^Sent before: ${first} (sent|delivered)\n$`));
    }
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 2, used: 2 });
});

test("snippets have colours, headings lead to themselves, and the collection downloads", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/docs`);
  for (const language of Object.keys(clients)) {
    await choose(page, language);
    const colours = await snippet(page)
      .locator("span")
      .evaluateAll((spans) => spans.map((span) => getComputedStyle(span).color));
    expect(new Set(colours).size, language).toBeGreaterThan(1);
  }
  await page.getByRole("heading", { name: "Idempotency" }).getByRole("link").click();
  await expect(page).toHaveURL(`${gateway.url}/docs#idempotency`);
  await expect(page.getByRole("heading", { name: "Idempotency" })).toBeInViewport();
  const download = page.waitForEvent("download");
  await page.locator("#openapi").getByRole("link", { name: "Postman collection" }).click();
  expect((await download).suggestedFilename()).toBe("otp-api.postman_collection.json");
  const { json } = await ask<PostmanCollection>(gateway, "GET", "/api/postman.json");
  expect(json.variable[0]).toMatchObject({ key: "baseUrl", value: gateway.url });
  expect(json.item.map(({ request }) => request.method)).toEqual(["POST", "GET", "GET"]);
});

test("the copy button copies the complete snippet", async ({ gateway, developer: { page, context } }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: gateway.url });
  await page.goto(`${gateway.url}/docs`);
  await page.locator("#send").getByRole("button", { name: "Copy: curl" }).click();
  const whole = await snippet(page).textContent();
  expect(whole).toContain(" \\\n");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(whole);
});

/** The real answer's status and body, as the form shows them. */
async function tried(page: Page, status: number) {
  const region = page.locator("#try [aria-live]");
  await expect(region.getByText(String(status), { exact: true })).toBeVisible();
  const text = (await region.locator("code").textContent())!;
  return { text, json: JSON.parse(text.slice(text.indexOf("{"))) };
}

const press = (page: Page) => page.locator("#try").getByRole("button", { name: "Send", exact: true }).click();

test("Try it sends a real, charged message without a token, from an address that is not on the whitelist", async ({
  gateway,
  arrive,
}) => {
  const account = await makeAccount(gateway, { whitelist: [] });
  const { page } = await arrive("developer", account.id);
  expect((await send(gateway, account)).status).toBe(403);
  await page.goto(`${gateway.url}/docs#try`);
  await expect(page.getByText("it needs no token, and the IP whitelist does not apply")).toBeVisible();
  await page.locator("#try form").getByLabel("Code").fill("771199");
  await press(page);
  const { text, json } = await tried(page, 201);
  expect(text).toContain("x-quota-remaining: 999");
  expect(json).toMatchObject({
    gsm: "963911000000",
    template: account.templateId,
    template_code: "771199",
    message: "Your verification code is: 771199",
    status: "sent",
  });
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
  const sql = await gateway.sql();
  const [row] = await sql`select token_id, user_id from messages where id = ${json.id}`;
  expect(row).toMatchObject({ token_id: null, user_id: expect.any(Number) });
  await page.getByRole("link", { name: "Open the sandbox inbox" }).last().click();
  await expect(page).toHaveURL(/\/inbox$/);
  await expect(page.getByText("771199")).toBeVisible();
});

test("a double click sends one message; a click after the answer sends another", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/docs`);
  await page.getByLabel("Phone number").fill("963911000004");
  await page.locator("#try form").evaluate((form: HTMLFormElement) => {
    for (let times = 0; times < 3; times++) form.requestSubmit();
  });
  const first = await tried(page, 201);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
  await page.getByLabel("Phone number").fill("963911000000");
  await press(page);
  await expect(async () => expect((await tried(page, 201)).json.id).not.toBe(first.json.id)).toPass();
  expect(await standingOf(gateway, account)).toEqual({ messages: 2, used: 2 });
});

test("errors are shown exactly as the API returns them", async ({ gateway, arrive }) => {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 2 }], arabic: null });
  const other = await makeAccount(gateway);
  const { page } = await arrive("developer", account.id);
  await page.goto(`${gateway.url}/docs`);
  const form = page.locator("#try form");

  /** The same request by the API: its answer, but for what differs from message to message. */
  const compare = async (status: number, body: object) => {
    await press(page);
    const shown = await tried(page, status);
    const { text } = await ask(gateway, "POST", "/api/otp/send/", { token: account.token, body });
    const alike = (json: object) => ({ ...json, id: 0, created_at: "" });
    expect(alike(shown.json)).toEqual(alike(JSON.parse(text)));
  };
  const fields = { gsm: "963911000000", template_id: account.templateId, code: "482910", language: 1 };

  await page.getByLabel("Phone number").fill("12");
  await form.getByLabel("Code").fill("");
  await compare(400, { ...fields, gsm: "12", code: "" });
  // A good number of another country: the API's answer is the same, and the form says what is the matter.
  const unserved = form.getByText("This number is in Türkiye, where this gateway does not send.");
  await expect(unserved).toHaveCount(0);
  await form.getByLabel("Code").fill("482910");
  await page.getByLabel("Phone number").fill("+90 532 123 45 67");
  await press(page);
  await expect(unserved).toBeVisible();
  const turkish = { token: account.token, body: { ...fields, gsm: "+90 532 123 45 67" } };
  const { json: answered } = await ask(gateway, "POST", "/api/otp/send/", turkish);
  // There may be the answer of before, of the same status.
  await expect(async () => expect((await tried(page, 400)).json).toEqual(answered)).toPass();
  await page.getByLabel("Phone number").fill("963911000001");
  await expect(unserved).toHaveCount(0);
  await compare(502, { ...fields, gsm: "963911000001" });
  await page.getByLabel("Phone number").fill("963911000002");
  await compare(504, { ...fields, gsm: "963911000002" });
  await page.getByLabel("Phone number").fill("963911000000");
  await compare(402, fields);
  await form.getByText("Arabic").click();
  await compare(400, { ...fields, language: 0 });

  // Another account's template, smuggled into the form.
  await page.locator("select[name=template_id]").evaluate((select: HTMLSelectElement, id) => {
    select.options[0]!.value = String(id);
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, other.templateId);
  await press(page);
  await expect(async () =>
    expect((await tried(page, 400)).json).toEqual({ template_id: ["Template not found."] }),
  ).toPass();
  expect(await standingOf(gateway, other)).toEqual({ messages: 0, used: 0 });
});

test("without an approved template Try it is unavailable, and the page explains what to do", async ({
  gateway,
  arrive,
}) => {
  const desk = await gateway.desk();
  const { id } = await desk.call("accounts", "createAccount", { name: `Empty ${process.hrtime.bigint()}` });
  const { page } = await arrive("developer", id);
  await page.goto(`${gateway.url}/docs`);
  await expect(page.getByText("You need an approved template before you can send.")).toBeVisible();
  await expect(page.getByText("You have no active API token.")).toBeVisible();
  await expect(page.locator("#try form")).toHaveCount(0);
  await page.locator("#try").getByRole("link", { name: "Write a template" }).click();
  await expect(page).toHaveURL(`${gateway.url}/templates/new`);
});

test("the response bodies on the page match the API's real responses", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/docs`);
  const shown = await page.locator("#errors li").allTextContents();
  const { token } = account;
  const real = [
    await ask(gateway, "POST", "/api/otp/send/", { body: {} }),
    await ask(gateway, "POST", "/api/otp/send/", { token: "ag_x", body: {} }),
    await ask(gateway, "GET", "/api/otp/send/", { token }),
    await ask(gateway, "GET", "/api/otp/other/"),
    await ask(gateway, "POST", "/api/otp/send/", {
      token,
      body: "a",
      headers: { "content-type": "text/plain" },
    }),
    await ask(gateway, "POST", "/api/otp/send/", { token, body: '{"gsm": ' }),
    await send(gateway, account, { gsm: "12345" }),
  ];
  for (const { status, json } of real) {
    const words = Object.values(json).flat() as string[];
    const entry = shown.find(
      (text) => text.includes(String(status)) && words.every((word) => text.includes(JSON.stringify(word))),
    );
    expect(entry, JSON.stringify(json)).toBeDefined();
  }
});
