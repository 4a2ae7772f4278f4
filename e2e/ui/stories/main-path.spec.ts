import { ask, SEND } from "#e2e/api.ts";
import { expect, PASSWORD, prefer, test } from "#e2e/ui/support/signed-in.ts";

test("the main path in Arabic: from the first sign-in to the message in the log", async ({
  gateway,
  page,
  context,
  complaints,
}) => {
  const desk = await gateway.desk();
  const account = await desk.call("accounts", "createAccount", { name: `متجر ${process.hrtime.bigint()}` });
  await desk.call("subscriptions", "grantSubscription", { accountId: account.id, quota: 50 });
  const email = `arabic-${account.id}@example.com`;
  await desk.call("users", "createUser", {
    email,
    role: "developer",
    accountId: account.id,
    password: PASSWORD,
  });
  await prefer(context, gateway.url, "ar", "light");
  page.on("pageerror", (error) => complaints.push(error.message));

  await page.goto(gateway.url);
  await page.getByLabel("البريد الإلكتروني").fill(email);
  await page.getByLabel("كلمة المرور", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "تسجيل الدخول" }).click();
  await page.waitForURL(`${gateway.url}/`);
  const navigate = (name: string) =>
    page.getByRole("navigation").getByRole("link", { name, exact: true }).click();

  await navigate("القوالب");
  await page.getByRole("link", { name: "قالب جديد" }).click();
  await page.getByLabel("الاسم").fill("تسجيل الدخول");
  await page.getByLabel("العربية").fill("رمز الدخول إلى متجرنا: {code}");
  await page.getByLabel("الإنكليزية").fill("Your code for our shop: {code}");
  await page.getByRole("button", { name: "إرسال للاعتماد" }).click();
  await page.waitForURL(/\/templates\/\d+$/);
  const templateId = Number(page.url().split("/").at(-1));
  await expect(page.getByText("بانتظار الاعتماد").first()).toBeVisible();
  await desk.call("decisions", "approveTemplate", { id: templateId });

  await navigate("مفاتيح الوصول");
  await page.getByRole("button", { name: "إنشاء مفتاح" }).click();
  await page.getByRole("dialog").getByLabel("الاسم").fill("خادم المتجر");
  await page.getByRole("dialog").getByRole("button", { name: "إنشاء مفتاح" }).click();
  const token = (await page.getByRole("dialog").locator("code").textContent())!;
  await page.getByRole("dialog").getByRole("button", { name: "تم" }).click();

  // Not on the list, the customer's server is refused; one press later it is not.
  const fromServer = () =>
    ask(gateway, "POST", SEND, {
      token,
      body: { gsm: "0911 000 000", template_id: templateId, code: "118822", language: 0 },
    });
  expect((await fromServer()).status).toBe(403);
  await navigate("القائمة البيضاء");
  await page.getByRole("button", { name: "إضافة عنواني" }).click();
  await expect(page.getByText("127.0.0.1").first()).toBeVisible();
  await expect(async () => expect((await fromServer()).status).toBe(201)).toPass();

  await navigate("توثيق الواجهة البرمجية");
  await expect(page.locator("#send").getByRole("tabpanel")).toContainText(`"template_id": ${templateId}`);
  const form = page.locator("#try form");
  await form.getByLabel("رقم الهاتف").fill("963933445566");
  await form.getByLabel("رمز التحقق").fill("٩٩1177");
  await form.getByText("العربية").click();
  await form.getByRole("button", { name: "إرسال" }).click();
  const answer = page.locator("#try [aria-live] code");
  await expect(answer).toContainText("رمز الدخول إلى متجرنا: ٩٩1177");
  await expect(page.locator("#try [aria-live]").getByText("201", { exact: true })).toBeVisible();

  await navigate("سجل الإرسال");
  const row = page.getByRole("row").filter({ hasText: "+963933445566" });
  await expect(row).toContainText("تسجيل الدخول");
  await expect(row).toContainText("جُرّبت من لوحة التحكم");
  await expect(page.getByRole("row").filter({ hasText: "+963911000000" })).toContainText("خادم المتجر");
  await expect(page.getByText("1177")).toHaveCount(0);
});
