import type { Locator } from "@playwright/test";
import { approvedTemplate } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { typeDay } from "#e2e/ui/support/browser.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";
import { linesOf, wordsBox } from "./boxes.ts";
import { underlineOverlap } from "./underline.ts";

test("in the English queue an Arabic name begins where the English ones do", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const desk = await gateway.desk();
  for (const name of ["Sign-in code", "رمز الدخول"]) {
    await desk.call("templates", "createTemplate", { accountId: account.id, name, english: "Code {code}" });
  }
  await page.goto(`${gateway.url}/admin/approvals`);
  const queue = page.getByRole("navigation", { name: "Waiting templates" });
  const [latin, arabic] = await Promise.all(
    ["Sign-in code", "رمز الدخول"].map((name) => wordsBox(queue.getByText(name).first())),
  );
  expect(Math.abs(latin!.left - arabic!.left)).toBeLessThanOrEqual(1);
});

test("a text that begins with the code is read in the direction of its words, in lists, reviews and the audit", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  const desk = await gateway.desk();
  const arabic = "{code} رمزك في شام باي";
  const { id } = await desk.call("templates", "createTemplate", {
    accountId: account.id,
    name: "Code",
    arabic,
  });
  const endsLeft = async (text: Locator) => {
    const [code, rest] = [await wordsBox(text, 0, 6), await wordsBox(text, 7)];
    expect(rest.right).toBeLessThanOrEqual(code.left + 1);
  };
  const sql = await gateway.sql();
  const [entry] = await sql`
    select id from audit_entries where action = 'template.create' and subject_id = ${String(id)}`;
  for (const language of ["en", "ar"]) {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/admin/accounts/${account.id}/templates?q=${id}`);
    await endsLeft(page.locator("[data-excerpt]"));
    await page.goto(`${gateway.url}/admin/audit/${entry!.id}`);
    await endsLeft(page.locator("ins bdi").filter({ hasText: "رمزك" }));
  }
});

test("in the Arabic audit on a phone a long English value keeps its beginning", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  const desk = await gateway.desk();
  const notes = "Begins with this word and goes on for much longer than the width of any phone";
  await desk.call("accounts", "changeAccount", { id: account.id, notes });
  await prefer(context, gateway.url, "ar", "light");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${gateway.url}/admin/audit?account=${account.id}&action=account.change`);
  const value = page.locator("tbody tr ins bdi").first();
  await expect(value).toContainText(notes);
  const box = (await value.boundingBox())!;
  const beginning = await wordsBox(value, 0, "Begins".length);
  expect(beginning.left).toBeGreaterThanOrEqual(box.x - 0.5);
  expect(beginning.right).toBeLessThanOrEqual(box.x + box.width);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test("days are typed in the page's own format, whatever the browser's is", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await send(gateway, account);
  await prefer(context, gateway.url, "ar", "light");
  await page.goto(`${gateway.url}/messages`);
  await page.getByRole("button", { name: "الفترة" }).click();
  const panel = page.getByRole("dialog", { name: "الفترة" });
  const from = panel.getByRole("group", { name: "من" });
  // The browser of this test speaks English.
  await expect(from.getByRole("spinbutton")).toHaveText(["يوم", "شهر", "سنة"]);
  // The library keeps fields of the browser's for its filling in of forms, which nobody sees.
  const native = await page.locator("input[type=date]").evaluateAll((fields) => {
    const isSeen = (field: Element) => {
      const { x, y, width, height } = field.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2) === field;
    };
    return fields.filter(isSeen).length;
  });
  expect(native).toBe(0);
  await typeDay(panel, "من", "2025-11-01");
  const to = panel.getByRole("group", { name: "إلى" });
  await to.getByRole("button").click();
  const calendar = page.getByRole("application");
  await expect(calendar.getByRole("heading")).toHaveText(/20\d\d/);
  await expect(calendar.getByRole("columnheader", { includeHidden: true }).first()).toHaveText("السبت");
  await page.keyboard.press("Escape");
  await expect(panel).toBeVisible();
  await typeDay(panel, "إلى", "2025-11-03");
  await panel.getByRole("button", { name: "عرض هذه الأيام" }).click();
  await expect(page).toHaveURL(/period=2025-11-01\.\.2025-11-03/);
});

for (const width of [1_280, 360]) {
  test(`the axis has days and names of months that do not touch, ${width} px wide`, async ({
    gateway,
    developer: { page, context },
  }) => {
    await page.setViewportSize({ width, height: 800 });
    const month = new Intl.DateTimeFormat("ar-SY-u-nu-latn", { month: "short", timeZone: "Asia/Damascus" });
    for (const [language, period, days] of [
      ["ar", "7d", 7],
      ["ar", "30d", 30],
      ["en", "7d", 7],
      ["en", "30d", 30],
    ] as const) {
      await prefer(context, gateway.url, language, "light");
      await page.goto(`${gateway.url}/?period=${period}`);
      const ticks = page.locator("[data-axis] bdi");
      expect((await ticks.allInnerTexts()).filter((text) => !/^\d{1,2}$/.test(text))).toEqual([]);
      const names = (await page.locator("[data-month]").allInnerTexts()).filter(Boolean);
      expect(names.length, `${language} ${period}`).toBeGreaterThan(0);
      // A month with few days in the period has no room for its name; the one in the middle has.
      const middle = new Date(Date.now() - Math.floor(days / 2) * 86_400_000);
      if (language === "ar") expect(names).toContain(month.format(middle));
      const rows = await page.locator("[data-axis]").evaluate((axis) =>
        ["bdi", "[data-month]"].map((kind) =>
          [...axis.querySelectorAll(kind)]
            .filter((element) => element.textContent)
            .map((element) => {
              const range = document.createRange();
              range.selectNodeContents(element);
              const { left, right } = range.getBoundingClientRect();
              return [left, right];
            })
            .sort(([a], [b]) => a! - b!),
        ),
      );
      for (const row of rows) {
        for (const [index, [left]] of row.entries()) {
          if (index > 0) expect(left!, `${language} ${period}`).toBeGreaterThan(row[index - 1]![1]!);
        }
      }
    }
  });
}

test("times are told by 24 hours and stay on a line, in every log", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  await prefer(context, gateway.url, "ar", "light");
  const pages = ["/admin/audit", `/admin/accounts/${account.id}/tokens`, "/admin/users", "/admin/messages"];
  for (const width of [1_280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of pages) {
      await page.goto(gateway.url + path);
      const times = page.locator("main time:visible");
      for (const time of (await times.all()).slice(0, 12)) {
        expect(await time.innerText(), path).not.toMatch(/[صم]\s*$/);
        expect(await time.getAttribute("title"), path).toMatch(/\d\d:\d\d:\d\d UTC · .*\d\d:\d\d:\d\d /);
        if (path === "/admin/audit") expect(await linesOf(time), path).toBe(1);
      }
    }
  }
});

test.describe("underlines", () => {
  test.use({ deviceScaleFactor: 2, bypassCSP: true });

  test("run below the dots of letters, in Arabic and under an Arabic name in English", async ({
    gateway,
    account,
    admin: { page, context },
  }) => {
    await approvedTemplate(gateway, account.id, { english: "Code {code}" });
    const desk = await gateway.desk();
    await desk.call("templates", "createTemplate", {
      accountId: account.id,
      name: "بيتي",
      english: "Code {code}",
    });
    for (const language of ["ar", "en"]) {
      await prefer(context, gateway.url, language, "light");
      await page.goto(`${gateway.url}/admin/approvals`);
      const link = page.locator("main a.underline:has(bdi)").first();
      await expect(link).toBeVisible();
      const { letters, line } = await underlineOverlap(link);
      expect(line.top, language).toBeGreaterThan(letters.bottom);
    }
  });
});
