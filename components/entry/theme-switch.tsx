"use client";

import { Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";

/** Turns the page light or dark at once, without losing what was typed, and keeps it so. */
export function ThemeSwitch({ onTheme }: { onTheme: (theme: string) => Promise<void> }) {
  const t = useTranslations("common.shell");
  const change = () => {
    const { classList } = document.documentElement;
    const theme = classList.contains("dark") ? "light" : "dark";
    classList.remove("light", "dark");
    classList.add(theme);
    void onTheme(theme);
  };
  return (
    <button
      type="button"
      aria-label={t("switchTheme")}
      title={t("switchTheme")}
      onClick={change}
      className="grid size-8 place-items-center rounded-md text-muted hover:text-foreground"
    >
      <Moon className="size-4 dark:hidden" aria-hidden="true" />
      <Sun className="hidden size-4 dark:block" aria-hidden="true" />
    </button>
  );
}
