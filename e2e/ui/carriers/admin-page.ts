import type { BrowserContext, Page } from "@playwright/test";
import type { Gateway } from "#e2e/gateway.ts";
import { PASSWORD, prefer, signIn, waitForHearing } from "#e2e/ui/support/browser.ts";
import type { Locale } from "#i18n/locale.ts";

/** A page of a new admin, for a gateway of the test's own. */
export async function adminPage(
  gateway: Gateway,
  context: BrowserContext,
  language: Locale = "en",
): Promise<Page> {
  const email = `admin-${Date.now()}@example.com`;
  const desk = await gateway.desk();
  await desk.call("users", "createUser", { email, role: "admin", password: PASSWORD });
  await signIn(context, gateway.url, email);
  await prefer(context, gateway.url, language, "light");
  const page = await context.newPage();
  waitForHearing(page);
  return page;
}

export const card = (page: Page, name: string) => page.locator(`[data-carrier="${name}"]`);
