import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "@playwright/test";

export const PASSWORD = "correct-horse-battery";

/** Signs a browser in over HTTP, as next-auth's own form does. */
export async function signIn(
  { request }: Pick<BrowserContext, "request">,
  url: string,
  email: string,
  password: string = PASSWORD,
): Promise<void> {
  const { csrfToken } = await (await request.get(`${url}/api/auth/csrf`)).json();
  const answer = await request.post(`${url}/api/auth/callback/credentials`, {
    form: { csrfToken, email, password, json: "true", callbackUrl: url },
  });
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()} ${await answer.text()}`);
}

/** The same person at another browser, on a page that only their session opens. Close its context at the end. */
export async function signInElsewhere(
  browser: Browser,
  url: string,
  email: string,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(options);
  await signIn(context, url, email);
  const page = await context.newPage();
  await page.goto(`${url}/tokens`);
  return { context, page };
}

/** Chooses language and theme, as the menu's cookies do. */
export async function prefer(
  context: BrowserContext,
  url: string,
  language: string,
  theme: string,
): Promise<void> {
  await context.addCookies([
    { name: "language", value: language, url },
    { name: "theme", value: theme, url },
  ]);
}

/** Types a day such as `2025-01-31` into its field, in the order of the page's language: day, month, year. */
export async function typeDay(within: Locator, label: string, day: string): Promise<void> {
  const [year, month, date] = day.split("-");
  await within.getByRole("group", { name: label, exact: true }).getByRole("spinbutton").first().click();
  await within.page().keyboard.type(`${date}${month}${year}`);
}

/**
 * Has `goto`, `reload` and `waitForURL` wait until the page hears keys and clicks: until then it is what the server
 * wrote, and a key pressed on a busy machine is lost, as a person's would be who is faster than the page.
 */
export function waitForHearing(page: Page): void {
  for (const verb of ["goto", "reload"] as const) {
    const go = page[verb].bind(page) as (...args: unknown[]) => ReturnType<Page["goto"]>;
    page[verb] = (async (...args: unknown[]) => {
      const answer = await go(...args);
      const isPage = answer?.headers()["content-type"]?.startsWith("text/html");
      const [options] = args.slice(-1) as [{ waitUntil?: string } | undefined];
      if (isPage && options?.waitUntil !== "commit") await untilHeard(page);
      return answer;
    }) as Page["goto"] & Page["reload"];
  }
  const arrive = page.waitForURL.bind(page);
  page.waitForURL = async (...args) => {
    await arrive(...args);
    await untilHeard(page);
  };
}

/** Has every page of a browser wait like that. */
export function waitForHearingIn(browser: Browser): void {
  const open = browser.newContext.bind(browser);
  browser.newContext = async (...args) => {
    const context = await open(...args);
    return context.on("page", waitForHearing);
  };
}

/** Signs in by the form that is on the screen, however it came there. */
export async function signInByHand(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.locator("button[type=submit]").waitFor();
  await untilHeard(page);
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
}

/** The same for a page that came otherwise. */
export async function untilHeard(page: Page): Promise<void> {
  await page.waitForFunction(isTakenOver);
  await page.evaluate(rest);
}

/** A form shows what is wrong a moment before it hears the next Enter. */
export async function untilAnswered(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("[data-pending]") === null);
}

/** As if its reader came back from another tab: what keeps itself fresh looks at once. */
export async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}

/** What React keeps of an element, as far as it is read here. */
interface Fiber {
  return: Fiber | null;
  alternate: Fiber | null;
  flags: number;
}

/** In the browser: React has taken over whatever can be pressed or filled in. Not async: a promise counts as yes. */
function isTakenOver(): boolean {
  // An element gets its fiber when React begins with it; what it began with alone bears one of these until it is done.
  const [placement, hydrating] = [2, 4096];
  for (const element of document.querySelectorAll("h1, button, input, textarea, select")) {
    const key = Object.keys(element).find((name) => name.startsWith("__reactFiber"));
    if (!key) return false;
    let fiber = (element as unknown as Record<string, Fiber>)[key] ?? null;
    for (; fiber; fiber = fiber.return) {
      if (!fiber.alternate && fiber.flags & (placement | hydrating)) return false;
    }
  }
  return true;
}

/** In the browser: it has nothing left to do, effects among it. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => requestIdleCallback(resolve));
}
