import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { isolated } from "#core/input/isolated.ts";
import { send } from "#e2e/api.ts";
import { choose } from "#e2e/ui/support/choose.ts";
import { expect, PASSWORD, prefer, test, watch } from "#e2e/ui/support/signed-in.ts";

/** The words of the screens in Arabic, as a person reads them. */
const go = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "التنقل الرئيسي" }).getByRole("link", { name }).click();

test("the whole story in Arabic, across both dashboards, until the account is suspended", async ({
  gateway,
  browser,
  complaints,
  admin: { page: admin, context },
}) => {
  test.setTimeout(360_000);
  const name = `دمشق باي ${randomUUID().slice(0, 6)}`;
  const email = `dev-${randomUUID().slice(0, 8)}@example.com`;
  await prefer(context, gateway.url, "ar", "light");

  // The admin makes the account and invites its developer.
  await admin.goto(`${gateway.url}/admin`);
  await expect(admin.locator("html")).toHaveAttribute("dir", "rtl");
  await go(admin, "الحسابات");
  await admin.getByRole("button", { name: "حساب جديد" }).click();
  await admin.getByRole("dialog").getByLabel("الاسم بالعربية").fill(name);
  await admin.getByRole("dialog").getByRole("button", { name: "إنشاء الحساب" }).click();
  await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();
  const accountPath = new URL(admin.url()).pathname;
  const tabs = admin.getByRole("navigation", { name: "أقسام الحساب" });
  await tabs.getByRole("link", { name: "الفريق" }).click();
  await admin.getByRole("button", { name: "دعوة" }).first().click();
  await admin.getByRole("dialog").getByLabel("البريد الإلكتروني").fill(email);
  await admin.keyboard.press("Enter");
  const link = await admin.getByRole("dialog").locator("code").innerText();

  // The developer accepts and writes a template.
  const theirs = await browser.newContext();
  await prefer(theirs, gateway.url, "ar", "dark");
  const developer = await theirs.newPage();
  watch(developer, gateway.url, complaints);
  await developer.goto(link);
  for (const field of await developer.locator("input[type=password]").all()) await field.fill(PASSWORD);
  await developer.locator("button[type=submit]").click();
  await developer.waitForURL(`${gateway.url}/`);
  await go(developer, "القوالب");
  await developer.getByRole("link", { name: "قالب جديد" }).click();
  await developer.getByLabel("الاسم").fill("تسجيل الدخول");
  await developer.getByLabel("العربية").fill("رمز الدخول هو {code}");
  await developer.getByRole("button", { name: "إرسال للاعتماد" }).click();
  await expect(developer.getByText("بانتظار الاعتماد").first()).toBeVisible();
  const templateId = Number(new URL(developer.url()).pathname.split("/").at(-1));

  // The admin rejects it with a reason; the developer reads it and mends.
  await admin.goto(`${gateway.url}/admin/approvals?template=${templateId}`);
  await expect(admin.getByText("رمز الدخول هو 482910")).toBeVisible();
  await expect(admin.getByText(`لا يذكر اسم ${isolated(name)} بهذه الكتابة.`)).toBeVisible();
  await admin.getByRole("button", { name: "رفض" }).click();
  const reason = "اذكر اسم شركتك أو تطبيقك في النص، ليعرف الناس صاحب الرمز.";
  await admin.getByRole("dialog").getByRole("button", { name: reason }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "رفض", exact: true }).click();
  await expect(admin.getByText(`رُفض «${isolated("تسجيل الدخول")}». يرى المطوّر السبب.`)).toBeVisible();
  await developer.reload();
  await expect(developer.getByText(reason).first()).toBeVisible();
  await developer.getByRole("link", { name: "تعديل في نسخة جديدة" }).click();
  await developer.getByLabel("العربية").fill(`رمز الدخول إلى ${name} هو {code}`);
  await developer.getByRole("button", { name: "إرسال للاعتماد" }).click();
  await expect(developer.getByText("بانتظار الاعتماد").first()).toBeVisible();

  // The admin approves and grants credits.
  await admin.goto(`${gateway.url}/admin/approvals?template=${templateId}`);
  await expect(admin.getByText(`رمز الدخول إلى ${name} هو 482910`)).toBeVisible();
  await admin.getByRole("button", { name: "اعتماد" }).click();
  await expect(admin.getByText(`اعتُمد «${isolated("تسجيل الدخول")}» ويُرسَل من الآن.`)).toBeVisible();
  await go(admin, "الاشتراكات");
  await admin.getByRole("button", { name: "منح اشتراك" }).click();
  const grant = admin.getByRole("dialog");
  await choose(admin, grant.getByRole("combobox", { name: "الحساب" }), name);
  await grant.getByLabel("المصدر").selectOption({ label: "يدويًا" });
  await grant.getByLabel("الاسم").fill("بداية");
  await grant.getByLabel("الوحدات").fill("500");
  await grant.getByLabel("الأيام").fill("30");
  await grant.getByRole("button", { name: "منح اشتراك" }).click();
  await expect(admin.getByText("مُنح الاشتراك.")).toBeVisible();

  // The developer lets their server in and takes a token; their app sends.
  await go(developer, "القائمة البيضاء");
  await developer.getByLabel("عنوان أو نطاق").fill("127.0.0.0/8");
  await developer.getByRole("button", { name: "إضافة العنوان" }).click();
  await expect(developer.getByRole("cell", { name: "127.0.0.0/8", exact: true })).toBeVisible();
  await go(developer, "مفاتيح الوصول");
  await developer.getByRole("button", { name: "إنشاء مفتاح" }).first().click();
  await developer.getByRole("dialog").getByLabel("الاسم").fill("التطبيق");
  await developer.getByRole("dialog").getByRole("button", { name: /إنشاء/ }).click();
  const token = await developer.getByRole("dialog").locator("code").innerText();
  const sent = await send(gateway, { token, templateId }, { language: 0, gsm: "963944123456" });
  expect(sent.status).toBe(201);
  expect(sent.json.message).toBe(`رمز الدخول إلى ${name} هو 482910`);

  // Both see it.
  await developer.goto(`${gateway.url}/messages`);
  await expect(developer.getByText("963944123456").first()).toBeVisible();
  await admin.goto(`${gateway.url}${accountPath}/messages`);
  await expect(admin.getByText("963944123456").first()).toBeVisible();

  // The admin suspends the account: the next send is a 403, and the developer is out.
  await admin.getByRole("button", { name: "إيقاف" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "إيقاف" }).click();
  await expect(admin.getByText(`أُوقف «${isolated(name)}».`)).toBeVisible();
  expect((await send(gateway, { token, templateId }, { language: 0 })).status).toBe(403);
  await developer.goto(`${gateway.url}/templates`);
  await expect(developer).toHaveURL(`${gateway.url}/sign-in?next=%2Ftemplates`);
  await theirs.close();
});
