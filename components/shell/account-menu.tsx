"use client";

import { Dropdown } from "@heroui/react";
import { Check, ChevronsUpDown, Languages, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import { MenuSeparator } from "#components/ui/menu-separator.tsx";

export interface Preferences {
  theme: "light" | "dark" | "system";
  onLanguage: (language: string) => Promise<void>;
  onTheme: (theme: string) => Promise<void>;
}

interface AccountMenuProps {
  side: "developer" | "admin";
  accountName: string;
  email: string;
  folded: boolean;
  preferences: Preferences;
}

const themes = [
  { name: "light", Icon: Sun },
  { name: "dark", Icon: Moon },
  { name: "system", Icon: Monitor },
] as const;

/** Shows whose account it is, with profile, language, theme and sign-out. */
export function AccountMenu({ side, accountName, email, folded, preferences }: AccountMenuProps) {
  const t = useTranslations("common");
  const locale = useLocale();
  const router = useRouter();
  const [busy, start] = useTransition();
  const { theme, onLanguage, onTheme } = preferences;

  const choose = (key: string) => {
    if (key === "profile") return router.push(side === "admin" ? "/admin/profile" : "/profile");
    if (key === "sign-out") return void signOut({ callbackUrl: "/sign-in" });
    const [kind, value = ""] = key.split(":");
    start(async () => {
      await (kind === "language" ? onLanguage(value) : onTheme(value));
      // Language and theme are part of the server-rendered page, so it is reloaded.
      window.location.reload();
    });
  };
  const tick = (chosen: boolean) => (chosen ? <Check className="ms-auto size-4" aria-hidden="true" /> : null);

  return (
    <Dropdown>
      <Dropdown.Trigger
        aria-label={folded ? t("shell.menu") : undefined}
        isDisabled={busy}
        className={`flex w-full items-center gap-2.5 rounded-lg py-1.5 text-start hover:bg-surface-secondary ${folded ? "justify-center" : "px-2"}`}
      >
        <span
          aria-hidden="true"
          className={`grid size-7 shrink-0 place-items-center rounded-md text-xs font-semibold text-accent-foreground ${side === "admin" ? "bg-admin" : "bg-accent"}`}
        >
          {[...accountName][0]?.toUpperCase()}
        </span>
        {!folded && (
          <>
            <span className="min-w-0 flex-1">
              <bdi className="block truncate text-[13px] font-medium">{accountName}</bdi>
              <bdi dir="ltr" className="block truncate text-xs text-muted">
                {email}
              </bdi>
            </span>
            <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
          </>
        )}
      </Dropdown.Trigger>
      <Dropdown.Popover placement="top start" className="min-w-56">
        <Dropdown.Menu aria-label={t("shell.menu")} onAction={(key) => choose(String(key))}>
          <Dropdown.Item id="profile" textValue={t("nav.profile")}>
            <UserRound className="size-4" aria-hidden="true" />
            {t("nav.profile")}
          </Dropdown.Item>
          <MenuSeparator />
          {(["en", "ar"] as const).map((language) => (
            <Dropdown.Item
              key={language}
              id={`language:${language}`}
              textValue={language === "en" ? "English" : "العربية"}
            >
              <Languages className="size-4" aria-hidden="true" />
              <span lang={language}>{language === "en" ? "English" : "العربية"}</span>
              {tick(locale === language)}
            </Dropdown.Item>
          ))}
          <MenuSeparator />
          {themes.map(({ name, Icon }) => (
            <Dropdown.Item
              key={name}
              id={`theme:${name}`}
              textValue={`${t("shell.theme")}: ${t(`shell.${name}`)}`}
            >
              <Icon className="size-4" aria-hidden="true" />
              {t("shell.theme")}: {t(`shell.${name}`)}
              {tick(theme === name)}
            </Dropdown.Item>
          ))}
          <MenuSeparator />
          <Dropdown.Item id="sign-out" textValue={t("shell.signOut")}>
            <LogOut className="mirrored size-4" aria-hidden="true" />
            {t("shell.signOut")}
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
