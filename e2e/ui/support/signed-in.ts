import type { BrowserContext, Page } from "@playwright/test";
import type { UserRole } from "#core/access/role.ts";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { test as base, expect } from "#e2e/shared-gateway.ts";
import { PASSWORD, signIn, waitForHearingIn } from "./browser.ts";

export { PASSWORD, prefer, signIn, signInByHand, signInElsewhere } from "./browser.ts";

/** Someone at a browser of their own, signed in. */
export interface Person {
  email: string;
  context: BrowserContext;
  page: Page;
}

interface People {
  account: TestAccount;
  /** A developer of `account`, who has not signed in yet. */
  developerEmail: string;
  developer: Person;
  admin: Person;
  /** Makes further people: of another role, or of another account. */
  arrive: (role: UserRole, accountId?: number) => Promise<Person>;
  /** What the browsers complained of: errors on the console, and requests that left our origin. None at the end. */
  complaints: string[];
  /** Complaints that a test provokes, such as the line about a 404. */
  tolerated: RegExp | undefined;
}

let people = 0;

/** A test with an account of its own, and with its people signed in, each in a browser of their own. */
export const test = base.extend<People, object>({
  browser: [
    async ({ browser }, use) => {
      waitForHearingIn(browser);
      await use(browser);
    },
    { scope: "worker" },
  ],
  tolerated: [undefined, { option: true }],
  complaints: async ({ tolerated }, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints.filter((words) => !tolerated?.test(words))).toEqual([]);
  },
  account: async ({ gateway }, use) => use(await makeAccount(gateway)),
  developerEmail: async ({ gateway, account }, use) => use(await makeUser(gateway, "developer", account.id)),
  arrive: async ({ browser, gateway, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (role, accountId) => {
      const context = await browser.newContext();
      contexts.push(context);
      const email = await makeUser(gateway, role, accountId);
      await signIn(context, gateway.url, email);
      const page = await context.newPage();
      watch(page, gateway.url, complaints);
      return { email, context, page };
    });
    for (const context of contexts) await context.close();
  },
  developer: async ({ gateway, context, page, complaints, developerEmail }, use) => {
    await signIn(context, gateway.url, developerEmail);
    watch(page, gateway.url, complaints);
    await use({ email: developerEmail, context, page });
  },
  admin: async ({ arrive }, use) => use(await arrive("admin")),
});

export { expect } from "#e2e/shared-gateway.ts";

async function makeUser(gateway: Gateway, role: UserRole, accountId?: number): Promise<string> {
  const email = `${role}-${process.pid}-${++people}@example.com`;
  const desk = await gateway.desk();
  await desk.call("users", "createUser", { email, role, accountId, password: PASSWORD });
  return email;
}

/** Notes whatever a page complains of, and every request that leaves the server's own origin. */
export function watch(page: Page, url: string, complaints: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(url)) complaints.push(request.url());
  });
}
