"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";

/**
 * Gives next-auth's provider the credentials. @returns `signed_in`, what the services refused them for, or why they
 * were not looked at: `unavailable` (the database), `internal`, `unanswered`, or `no_cookie`, where the browser kept none.
 */
export async function trySignIn(credentials: Record<string, string>): Promise<string> {
  const result = await signIn("credentials", { ...credentials, redirect: false }).catch(() => undefined);
  if (!result) return "unanswered";
  if (!result.ok || result.error) return result.error ?? "unanswered";
  return (await isSignedIn()) ? "signed_in" : "no_cookie";
}

/** Whether the cookie came back. Without it the page would be asked for anew, and be the empty form again. */
async function isSignedIn(): Promise<boolean> {
  const answer = await fetch("/api/auth/session").catch(() => undefined);
  // Whoever cannot be asked is left to the page.
  return !answer?.ok || Object.keys((await answer.json()) ?? {}).length > 0;
}

/** The words for what may come of any sign-in; `own` are the page's for what it expects. */
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
