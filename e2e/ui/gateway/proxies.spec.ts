import { send } from "#e2e/api.ts";
import { startNginx } from "#e2e/nginx.ts";
import { signIn } from "#e2e/ui/support/browser.ts";
import { callAction, serverActions } from "#e2e/ui/support/server-actions.ts";
import { expect, prefer, signInByHand, test } from "#e2e/ui/support/signed-in.ts";

test.use({ tolerated: /status of (?:403|409|502|503)/ });

/** An action that changes something, with its arguments. */
const addRange = () => {
  const { id, pages } = serverActions().find(({ name }) => name.endsWith("whitelist/actions.ts#addRange"))!;
  return { id, page: pages[0]! };
};

test("behind nginx configured as documented, on its own port, changes are accepted and addresses are right", async ({
  gateway,
  account,
  developerEmail,
  page,
  context,
}) => {
  const proxied = await gateway.sibling({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
  const nginx = await startNginx(proxied);
  try {
    for (const [n, host] of ["127.0.0.1", "localhost"].entries()) {
      const url = `http://${host}:${nginx.port}`;
      await context.clearCookies();
      await page.goto(`${url}/sign-in`);
      await expect(page.getByRole("alert").filter({ hasText: "expects" })).toHaveCount(0);
      await signIn(context, url, developerEmail);
      const range = `203.0.113.${n}`;
      const changed = await callAction(context, url, addRange(), [range, "Office", true]);
      expect([host, changed.status], changed.text).toEqual([host, 200]);
      expect(changed.text).toContain('"ok":true');
    }
    // The API passes, too.
    const answer = await send({ url: `http://127.0.0.1:${nginx.port}` }, account);
    expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('"status":"sent"')]);
  } finally {
    await nginx.discard();
    await proxied.discard();
  }
});

test("a page opened under another name than PUBLIC_URL names the expected one, and changes are refused", async ({
  gateway,
  developerEmail,
  page,
  context,
}) => {
  const named = await gateway.sibling({ env: { PUBLIC_URL: "http://otp.test:8088" } });
  const secure = await gateway.sibling({ env: { PUBLIC_URL: "https://otp.example.com" } });
  try {
    await page.goto(`${named.url}/sign-in?next=%2Ftokens`);
    const notice = page.getByRole("alert").filter({ hasText: "expects" });
    await expect(notice).toContainText(`This page is open at ${named.url}`);
    await expect(notice.getByRole("link")).toHaveAttribute(
      "href",
      "http://otp.test:8088/sign-in?next=%2Ftokens",
    );
    // What signs in there all the same can look, and hears at a change why it is refused.
    await signIn(context, named.url, developerEmail);
    const refused = await callAction(context, named.url, addRange(), ["203.0.113.1", "Office", true]);
    expect([refused.status, refused.text.split("\n")[0]]).toEqual([403, "wrong_host http://otp.test:8088"]);
    await page.goto(`${named.url}/whitelist`);
    await page.getByLabel("Address or range").fill("203.0.113.77");
    await page.getByRole("button", { name: "Add address" }).click();
    await expect(page.getByText("the gateway expects http://otp.test:8088").first()).toBeVisible();
    await expect(page.getByLabel("Address or range")).toHaveValue("203.0.113.77");

    // Over plain HTTP a browser keeps no secure cookie (but of this very machine): the right password says why it was
    // for nothing.
    await context.clearCookies();
    await page.route("**/api/auth/session", (route) => route.fulfill({ json: {} }));
    await page.goto(`${secure.url}/sign-in`);
    await expect(notice).toContainText("https://otp.example.com");
    await signInByHand(page, developerEmail);
    await expect(page.getByText("did not keep the sign-in cookie")).toBeVisible();
    await context.clearCookies();
    await prefer(context, secure.url, "ar", "light");
    await page.goto(`${secure.url}/sign-in`);
    await expect(page.getByRole("alert").filter({ hasText: "تتوقع" })).toContainText(
      "https://otp.example.com",
    );
  } finally {
    await Promise.all([named.discard(), secure.discard()]);
  }
});

test("a page from an older build announces the newer version and keeps what was typed", async ({
  gateway,
  developer: { page, context },
}) => {
  const words = {
    en: ["This page has a newer version", "The server did not answer", "The gateway is restarting"],
    ar: ["توجد نسخة أحدث", "لم يُجب الخادم", "تُعيد البوابة تشغيل نفسها"],
  };
  for (const [language, [newer, unanswered, stopping]] of Object.entries(words)) {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/templates/new`);
    const name = page.locator("input[name=name]");
    await name.fill("Orders");
    const english = page.locator("textarea[name=english]");
    await english.fill("Your code is {code}");
    const save = page.getByRole("button", { name: language === "en" ? "Save draft" : "حفظ المسودة" });
    // As the pages of an earlier build call it.
    await page.route("**/templates/new", async (route) => {
      const headers = route.request().headers();
      if (!headers["next-action"]) return route.fallback();
      await route.continue({ headers: { ...headers, "next-action": `40${"a1".repeat(20)}` } });
    });
    await save.click();
    await expect(page.getByText(newer!)).toBeVisible();
    await page.unroute("**/templates/new");
    // What is no answer of ours, and a stop.
    for (const [text, answer] of [
      [unanswered!, { status: 502, contentType: "text/html", body: "<h1>502 Bad Gateway</h1>" }],
      [stopping!, { status: 503, contentType: "text/plain", body: "stopping\n" }],
    ] as const) {
      await page.route("**/templates/new", (route) =>
        route.request().method() === "POST" ? route.fulfill(answer) : route.fallback(),
      );
      await save.click();
      await expect(page.getByText(text)).toBeVisible();
      await page.unroute("**/templates/new");
    }
    await expect(name).toHaveValue("Orders");
    await expect(english).toHaveValue("Your code is {code}");
  }
});
