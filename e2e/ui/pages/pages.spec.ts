import { send } from "#e2e/api.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { adminPages, developerPages, pathOf } from "#e2e/ui/support/pages.ts";
import { expect, type Person, prefer, test } from "#e2e/ui/support/signed-in.ts";
import { plantLongNames, standsOut, wrongSides } from "./long-names.ts";

// The longest of all files: its tests are shared out among the workers.
test.describe.configure({ mode: "parallel" });

const sides = { developer: developerPages, admin: adminPages };

for (const [side, paths] of Object.entries(sides) as [keyof typeof sides, typeof developerPages][]) {
  for (const language of ["en", "ar"] as const) {
    test(`every page of the ${side} in ${language}: server response, axe in both themes, widths, numbers, console, origin`, async ({
      gateway,
      account,
      developer,
      admin,
    }) => {
      test.setTimeout(60_000 + paths.length * 20_000);
      await send(gateway, account, { language: language === "ar" ? 0 : 1 });
      await plantLongNames(gateway, account);
      const { context, page }: Person = side === "admin" ? admin : developer;
      const direction = language === "ar" ? "rtl" : "ltr";
      const opening = (theme: string) => `<html lang="${language}" dir="${direction}" class="${theme}"`;
      for (const path of paths.map((path) => pathOf(path, account))) {
        await prefer(context, gateway.url, language, "dark");
        expect(await (await context.request.get(`${gateway.url}${path}`)).text(), path).toContain(
          opening("dark"),
        );
        await prefer(context, gateway.url, language, "light");
        await page.setViewportSize({ width: 1280, height: 800 });
        const response = await page.goto(`${gateway.url}${path}`);
        expect(response!.status(), path).toBe(200);
        expect(await response!.text(), path).toContain(opening("light"));
        await expect(page).toHaveURL(`${gateway.url}${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page, path);
        // The values of an entry of the audit are texts, be they of digits.
        if (!path.startsWith("/admin/audit/")) {
          expect.soft(await page.evaluate(wrongSides), path).toEqual([]);
        }
        // The other theme is another class: it changes colours and nothing else.
        await page.evaluate(() => document.documentElement.classList.replace("light", "dark"));
        await expectAccessible(page, `${path}, dark`, ["color-contrast"]);
        for (const width of [1280, 768, 360]) {
          await page.setViewportSize({ width, height: 800 });
          expect.soft(await page.evaluate(standsOut), `${path} at ${width}`).toEqual([]);
        }
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, path).toBeLessThanOrEqual(0);
      }
    });
  }
}

test("no page is shown without a session, and no admin page to a developer", async ({
  page,
  request,
  gateway,
  account,
  arrive,
}) => {
  for (const path of [...developerPages, ...adminPages].map((path) => pathOf(path, account))) {
    const answer = await request.get(`${gateway.url}${path}`, { maxRedirects: 0 });
    const next = path === "/" ? "" : `?next=${encodeURIComponent(path)}`;
    expect([path, answer.status(), answer.headers().location]).toEqual([path, 307, `/sign-in${next}`]);
  }
  await page.goto(`${gateway.url}/tokens`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);
  const developer = await arrive("developer", account.id);
  for (const path of adminPages.map((path) => pathOf(path, account))) {
    const answer = await developer.context.request.get(`${gateway.url}${path}`, { maxRedirects: 0 });
    expect([path, answer.status(), answer.headers().location]).toEqual([path, 307, "/?instead-of=operators"]);
  }
});
