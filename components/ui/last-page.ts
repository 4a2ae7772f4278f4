"use client";

const KEY = "last-page";

/** Remembers for this tab where somebody was, in case the session ends there. */
export function rememberPage(): void {
  sessionStorage.setItem(KEY, `${window.location.pathname}${window.location.search}`);
}

/** After a sign-out nobody comes back to the page of whoever was there before. */
export function forgetPage(): void {
  sessionStorage.removeItem(KEY);
}

/** Where to go after signing in: back to the page on which the session ended, else to the overview. */
export function nextPage(): string {
  const kept = sessionStorage.getItem(KEY);
  return kept?.startsWith("/") && !kept.startsWith("//") ? kept : "/";
}
