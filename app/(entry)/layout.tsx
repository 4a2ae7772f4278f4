import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageLinks } from "#components/entry/language-links.tsx";
import { Brand } from "#components/shell/brand.tsx";
import { Words } from "#i18n/pick.tsx";
import { setLanguage } from "../preferences.ts";

/** Sign-in and invitations: one card in the middle. */
export default async function EntryLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("common");
  return (
    <Words of={["entry"]}>
      <div className="grid min-h-dvh place-items-center px-4 py-10">
        <div className="w-full max-w-sm">
          <header className="mb-6 flex items-center justify-between">
            <Brand name={t("product")} />
            <LanguageLinks locale={await getLocale()} onLanguage={setLanguage} />
          </header>
          <main className="rounded-lg border border-border bg-surface p-6">{children}</main>
        </div>
      </div>
    </Words>
  );
}
