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
