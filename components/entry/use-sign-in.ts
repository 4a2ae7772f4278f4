"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";

/**
 * Signs in with next-auth's credentials provider.
 * @returns `signed_in`, the services' reason for refusing, or why the credentials were not checked: `unavailable` (the
 * database), `internal`, `unanswered`, or `no_cookie` if the browser did not keep the cookie.
 */
export async function trySignIn(credentials: Record<string, string>): Promise<string> {
  const result = await signIn("credentials", { ...credentials, redirect: false }).catch(() => undefined);
  if (!result) return "unanswered";
  if (!result.ok || result.error) return result.error ?? "unanswered";
  return (await isSignedIn()) ? "signed_in" : "no_cookie";
}

/** Whether the browser kept the cookie. Without it the next page would redirect back to an empty form. */
async function isSignedIn(): Promise<boolean> {
  const answer = await fetch("/api/auth/session").catch(() => undefined);
  // If the check itself fails, the next page decides.
  return !answer?.ok || Object.keys((await answer.json()) ?? {}).length > 0;
}

/** Error texts for any way to sign in; `own` are those of the page, for the codes it expects. */
export function useSignInProblem(own: Record<string, string>): (code: string) => string {
  const t = useTranslations("entry");
  const common = useTranslations("common.errors");
  return (code) => {
    const words: Record<string, string> = {
      ...own,
      no_cookie: t("noCookie"),
      unavailable: common("unavailable"),
      busy: common("busy"),
      unanswered: common("unanswered"),
    };
    return words[code] ?? common("internal");
  };
}
