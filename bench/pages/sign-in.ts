/** Signs in as next-auth's own form does, and returns the cookies. */
export async function signIn(base: string, email: string, password: string): Promise<string> {
  const jar = new Map<string, string>();
  const keep = (response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";")[0]!.split(/=(.*)/s);
      jar.set(name, value);
    }
    return response;
  };
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const { csrfToken } = (await keep(await fetch(`${base}/api/auth/csrf`)).json()) as { csrfToken: string };
  const answer = keep(
    await fetch(`${base}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: cookies() },
      body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: base }),
    }),
  );
  if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status}`);
  return cookies();
}
