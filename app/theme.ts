export const THEME_COOKIE = "theme";
/** The theme that `system` meant at the last visit: without it the server could only guess. */
export const SYSTEM_THEME_COOKIE = "system-theme";

const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

export function isTheme(value: unknown): value is Theme {
  return themes.includes(value as Theme);
}

/** The class of `<html>`, as far as the server can know it. */
export function themeClass(theme: Theme, lastSystem: string | undefined): "light" | "dark" {
  if (theme !== "system") return theme;
  return lastSystem === "dark" ? "dark" : "light";
}

/** Runs before the first paint: follows the system's theme and stores it. */
export const FOLLOW_SYSTEM = `(()=>{const m=matchMedia("(prefers-color-scheme: dark)"),f=()=>{const t=m.matches?"dark":"light",c=document.documentElement.classList;c.remove("light","dark");c.add(t);document.cookie="${SYSTEM_THEME_COOKIE}="+t+";path=/;max-age=31536000;samesite=lax"};f();m.addEventListener("change",f)})()`;
