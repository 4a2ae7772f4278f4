import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

test("a draft says when it was last saved, and takes another name", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const desk = await gateway.desk();
  const { id } = await desk.call("templates", "createTemplate", {
    accountId: account.id,
    name: "Old name",
    english: "Code {code}",
    submit: false,
  });
  const sql = await gateway.sql();
  await sql`
    update template_versions set created_at = '2020-01-01', saved_at = '2020-01-01' where template_id = ${id}`;
  await page.goto(`${gateway.url}/templates/${id}`);
  const saved = page.getByText("Saved", { exact: false }).locator("time");
  await expect(saved).toHaveText(/1 Jan 2020/);
  await page.getByLabel("Name").fill("");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("This field is required.")).toBeVisible();
  await page.getByLabel("Name").fill("New name");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("Draft saved.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("New name");
  await expect(saved).not.toHaveText(/2020/);
});

test("whatever the Tab key reaches shows that it has the focus", async ({
  gateway,
  account,
  admin,
  developer,
}) => {
  for (const [{ page, context }, path] of [
    [developer, "/whitelist"],
    [developer, "/docs"],
    [admin, "/admin/settings"],
    [admin, `/admin/accounts/${account.id}/subscriptions`],
  ] as const) {
    // Rings fade in.
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const theme of ["light", "dark"]) {
      await prefer(context, gateway.url, "en", theme);
      await page.goto(gateway.url + path);
      await page.locator("main").evaluate((main) => main.focus());
      const without = new Set<string>();
      for (let step = 0; step < 40; step++) {
        await page.keyboard.press("Tab");
        const name = await page.evaluate(async () => {
          for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
          const active = document.activeElement as HTMLElement;
          if (active === document.body) return null;
          // A control may show it around what it consists of.
          for (let each: HTMLElement | null = active, level = 0; each && level < 3; level++) {
            const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
            const hasRing = boxShadow !== "none" && /\b[1-9]\d*px/.test(boxShadow);
            if ((outlineStyle !== "none" && outlineWidth !== "0px") || hasRing) return null;
            each = each.parentElement;
          }
          return active.outerHTML.slice(0, 160);
        });
        if (name !== null) without.add(name);
      }
      expect([...without], `${path} ${theme}`).toEqual([]);
    }
  }
});

test("fields of a form are equally high and their labels stand on a line, whatever they are made of", async ({
  gateway,
  admin: { page, context },
}) => {
  for (const language of ["en", "ar"]) {
    await prefer(context, gateway.url, language, "light");
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${gateway.url}/admin/carriers/new?kind=smpp`);
      const heights = (selector: string) =>
        page.locator(selector).evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
      const fields = await heights("main input.input, main select");
      expect(Math.max(...fields) - Math.min(...fields), `${language} ${width}`).toBeLessThan(0.5);
      if (width < 640) continue;
      const [button] = await heights("main form button[type=submit]");
      expect(Math.abs(button! - fields[0]!), language).toBeLessThan(0.5);
      await page.goto(`${gateway.url}/admin/routes`);
      const labels = await page
        .locator("main label:not([data-slot=radio])")
        .evaluateAll((all) => all.slice(0, 3).map((each) => each.getBoundingClientRect().top));
      expect(Math.max(...labels) - Math.min(...labels), language).toBeLessThan(0.5);
    }
  }
});

test("in an Arabic form a Latin name does not run under the arrow of its field", async ({
  gateway,
  admin: { page, context },
}) => {
  await prefer(context, gateway.url, "ar", "light");
  await page.goto(`${gateway.url}/admin/routes`);
  const field = page.getByRole("combobox", { name: "الحساب" }).first();
  await field.fill("a name of an account that is far too long for its field, and goes on");
  await field.blur();
  await field.fill("Sham");
  const arrow = (await field.locator("xpath=following-sibling::button").boundingBox())!;
  const box = (await field.boundingBox())!;
  const { padding, start } = await field.evaluate((input) => ({
    padding: Number.parseFloat(getComputedStyle(input).paddingLeft),
    start: getComputedStyle(input).direction,
  }));
  expect(start).toBe("rtl");
  expect(arrow.x + arrow.width).toBeLessThanOrEqual(box.x + padding + 1);
});

test("a wide logo leaves the product's name whole, on every side and in both languages", async ({
  gateway,
  admin,
  developer,
}) => {
  const desk = await gateway.desk();
  const wide =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><path d="M0 0h400v40H0z"/></svg>';
  await admin.page.goto(`${gateway.url}/admin/settings`);
  await admin.page
    .locator("input[type=file]")
    .setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(wide) });
  await expect(admin.page.getByText("Logo saved.")).toBeVisible();
  const brand = { english: "Damascus Messages", arabic: "رسائل دمشق للتحقق" };
  await desk.call("settings", "changeSettings", { group: "brand", value: brand });
  try {
    for (const [{ page, context }, path] of [
      [admin, "/admin"],
      [developer, "/"],
    ] as const) {
      for (const language of ["en", "ar"]) {
        await prefer(context, gateway.url, language, "light");
        for (const width of [1_280, 390]) {
          await page.setViewportSize({ width, height: 800 });
          // Another process's settings may be some seconds old.
          await expect(async () => {
            await page.goto(gateway.url + path);
            const name = page
              .getByText(brand[language === "ar" ? "arabic" : "english"], { exact: true })
              .locator("visible=true")
              .first();
            await expect(name).toBeVisible({ timeout: 1_000 });
            const cut = await name.evaluate(
              (element) =>
                element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight,
            );
            expect(cut, `${path} ${language} ${width}`).toBe(false);
          }).toPass();
        }
      }
    }
  } finally {
    await desk.call("settings", "changeSettings", { group: "brand", value: { english: "", arabic: "" } });
    await admin.page.setViewportSize({ width: 1_280, height: 800 });
    await admin.page.goto(`${gateway.url}/admin/settings`);
    await prefer(admin.context, gateway.url, "en", "light");
    await admin.page.reload();
    await admin.page.getByRole("button", { name: "Remove logo" }).click();
    await expect(admin.page.getByText("Logo removed.")).toBeVisible();
  }
});

test("in an Arabic form of a carrier no error is English", async ({ gateway, admin: { page, context } }) => {
  await prefer(context, gateway.url, "ar", "light");
  await page.goto(`${gateway.url}/admin/carriers/new?kind=smpp`);
  const errors = page.locator("main .field-error, main [role=alert]");
  const submit = page.locator("main button[type=submit]");
  await submit.click();
  // The name and the settings at once.
  await expect(page.locator("[name='name']")).toHaveAccessibleDescription("هذا الحقل مطلوب.");
  await expect(page.locator("[name='setting.host']")).toHaveAccessibleDescription("هذا الحقل مطلوب.");
  await expect(errors.first()).toBeVisible();
  await page.locator("[name='name']").fill("arabic-errors");
  await page.locator("[name='setting.host']").fill("two words");
  await page.locator("[name='setting.port']").fill("70000");
  await page.locator("[name='setting.system_id']").fill("x".repeat(40));
  await page.locator("[name='setting.sender']").fill("اسم طويل جدًا جدًا");
  await submit.click();
  await expect(errors.filter({ hasText: "أدخل 65535 على الأكثر." })).toBeVisible();
  for (const text of await errors.allInnerTexts()) expect(text).not.toMatch(/[A-Za-z]{3,} [A-Za-z]{2,}/);
  expect(await errors.count()).toBeGreaterThanOrEqual(4);
});

test("text stands at the page's start in every field, empty or not, in either script", async ({
  gateway,
  admin: { page, context },
}) => {
  for (const [language, side] of [
    ["ar", "right"],
    ["en", "left"],
  ] as const) {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/admin/plans`);
    await page.locator("main button").first().click();
    const fields = page.getByRole("dialog").locator("input:not([type=hidden], [type=radio])");
    await expect(fields).not.toHaveCount(0);
    for (const text of ["", "Sham Pay", "شام باي"]) {
      for (const field of await fields.all()) {
        await field.fill(text);
        const { textAlign, direction } = await field.evaluate((input) => getComputedStyle(input));
        const start = direction === "rtl" ? "right" : "left";
        const end = direction === "rtl" ? "left" : "right";
        const stands = textAlign === "start" ? start : textAlign === "end" ? end : textAlign;
        expect(stands, `${language} ${await field.getAttribute("name")} "${text}"`).toBe(side);
      }
    }
    await expect(fields.first()).toHaveCSS("direction", "rtl");
  }
});
