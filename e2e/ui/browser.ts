import type { BrowserContext } from "@playwright/test";

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
