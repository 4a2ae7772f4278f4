import type { BrowserContext, Page } from "@playwright/test";

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

/**
 * Has `goto` and `reload` wait until the page hears keys and clicks: until then it is what the server wrote, and a key
 * pressed on a busy machine is lost, as a person's would be who is faster than the page.
 */
export function waitForHearing(page: Page): void {
  for (const verb of ["goto", "reload"] as const) {
    const go = page[verb].bind(page) as (...args: unknown[]) => ReturnType<Page["goto"]>;
    page[verb] = (async (...args: unknown[]) => {
      const answer = await go(...args);
      if (answer?.headers()["content-type"]?.startsWith("text/html")) await page.waitForFunction(isHeard);
      return answer;
    }) as Page["goto"] & Page["reload"];
  }
}

/** In the browser: React has taken over whatever can be pressed or filled in, and has nothing left to do. */
async function isHeard(): Promise<boolean> {
  for (const element of document.querySelectorAll("h1, button, input, textarea, select")) {
    if (!Object.keys(element).some((key) => key.startsWith("__reactFiber"))) return false;
  }
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => requestIdleCallback(resolve));
  return true;
}
