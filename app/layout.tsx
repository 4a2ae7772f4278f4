import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";
import { directionOf, formatLocale, type Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { presentation } from "#services/gateway/presentation.ts";
import { FOLLOW_SYSTEM, isTheme, SYSTEM_THEME_COOKIE, THEME_COOKIE, themeClass } from "./theme.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  const { logo } = await presentation();
  return {
    title: { default: t("product"), template: `%s · ${t("product")}` },
    robots: { index: false },
    icons: logo === null ? "/icon.svg" : `/logo?v=${logo}`,
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function Layout({ children }: { children: ReactNode }) {
  const locale = (await getLocale()) as Locale;
  const jar = await cookies();
  const kept = jar.get(THEME_COOKIE)?.value;
  const theme = isTheme(kept) ? kept : "system";
  // The nonce is in the policy that the server created for this request.
  const nonce = /'nonce-([^']+)'/.exec((await headers()).get("content-security-policy") ?? "")?.[1];
  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={themeClass(theme, jar.get(SYSTEM_THEME_COOKIE)?.value)}
      suppressHydrationWarning
    >
      <head>
        {/* React Aria adds a style element and reads the nonce for it from here. */}
        <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />
        {theme === "system" && (
          <script
            nonce={nonce}
            suppressHydrationWarning
            // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, under the page's nonce
            dangerouslySetInnerHTML={{ __html: FOLLOW_SYSTEM }}
          />
        )}
      </head>
      <body>
        <Words of={[]}>
          <Providers locale={formatLocale(locale)} logo={(await presentation()).logo}>
            {children}
          </Providers>
        </Words>
      </body>
    </html>
  );
}
