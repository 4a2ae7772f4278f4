"use server";

import { cookies } from "next/headers";
import { isLocale, LOCALE_COOKIE } from "#i18n/locale.ts";
import { chooseLanguage } from "#services/users/profile.ts";
import { currentViewer } from "./session.ts";
import { isTheme, THEME_COOKIE } from "./theme.ts";

const YEAR = { maxAge: 365 * 86_400, sameSite: "lax", path: "/" } as const;

/** Stores the language: in a cookie for the server-rendered page, and with the user for other browsers. */
export async function setLanguage(language: string): Promise<void> {
  if (!isLocale(language)) return;
  (await cookies()).set(LOCALE_COOKIE, language, YEAR);
  const viewer = await currentViewer();
  if (viewer) await chooseLanguage(viewer.actor, language);
}

/** Stores the theme in a cookie. */
export async function setTheme(theme: string): Promise<void> {
  if (isTheme(theme)) (await cookies()).set(THEME_COOKIE, theme, YEAR);
}

/** Stores whether the navigation is collapsed to icons. */
export async function setFolded(folded: boolean): Promise<void> {
  (await cookies()).set("navigation", folded ? "folded" : "open", YEAR);
}
