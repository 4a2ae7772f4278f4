import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageLinks } from "#components/entry/language-links.tsx";
import { ThemeSwitch } from "#components/entry/theme-switch.tsx";
import { WrongAddress } from "#components/entry/wrong-address.tsx";
import { Brand } from "#components/shell/brand.tsx";
import { ContactLine } from "#components/subscription/contact-line.tsx";
import { Words } from "#i18n/pick.tsx";
import { presentation } from "#services/gateway/presentation.ts";
import { expectedOrigin } from "../asked.ts";
import { setLanguage, setTheme } from "../preferences.ts";

/** Sign-in and invitations: one card in the middle. */
export default async function EntryLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common");
  const locale = await getLocale();
  const { contact } = await presentation();
  return (
    <Words of={["entry"]}>
      <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] place-items-center px-4 py-10">
        <div className="w-full max-w-sm">
          <header className="mb-6 flex items-center justify-between gap-4">
            <Brand name={t("product")} />
            <span className="flex shrink-0 items-center gap-1">
              <ThemeSwitch onTheme={setTheme} />
              <LanguageLinks locale={locale} onLanguage={setLanguage} />
            </span>
          </header>
          <main className="rounded-lg border border-border bg-surface p-6">
            <WrongAddress expected={await expectedOrigin()} />
            {children}
          </main>
          {(contact[locale] || contact.link) && (
            <ContactLine
              text={contact[locale] ?? ""}
              link={contact.link}
              className="mt-4 text-center text-[13px]"
            />
          )}
        </div>
      </div>
    </Words>
  );
}
