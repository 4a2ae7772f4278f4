import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { Shell } from "#components/shell/shell.tsx";
import { ViewingBanner } from "#components/shell/viewing-banner.tsx";
import { rightsOf } from "#core/access/access.ts";
import { nameIn } from "#core/customer/account-name.ts";
import type { Locale } from "#i18n/locale.ts";
import { sandboxNotice } from "#services/gateway/providers.ts";
import { unreadNotices } from "#services/notices/notices.ts";
import { activeSubscriptions } from "#services/sending/balance.ts";
import { requireDeveloper } from "../guards.ts";
import { setFolded, setLanguage, setTheme } from "../preferences.ts";
import { isTheme, THEME_COOKIE } from "../theme.ts";
import { leaveViewing } from "../viewing.ts";

/** The frame of the developer's pages. */
export default async function DeveloperLayout({ children }: { children: ReactNode }) {
  const { actor, accountId, accountName, email } = await requireDeveloper();
  const locale = (await getLocale()) as Locale;
  const shownName = accountName ? nameIn(accountName, locale) : "";
  const jar = await cookies();
  const theme = jar.get(THEME_COOKIE)?.value;
  const [subscriptions, sandbox, unread] = await Promise.all([
    activeSubscriptions(accountId),
    sandboxNotice(),
    actor.role === "onlooker" ? null : unreadNotices(actor),
  ]);
  return (
    <Shell
      side="developer"
      accountName={shownName}
      email={email}
      reader={`${actor.id}.${actor.accountId ?? ""}`}
      credits={subscriptions.reduce((sum, { quota, used }) => sum + quota - used, 0)}
      sandbox={sandbox}
      unread={unread}
      folded={jar.get("navigation")?.value === "folded"}
      onFold={setFolded}
      rights={rightsOf(actor)}
      preferences={{ theme: isTheme(theme) ? theme : "system", onLanguage: setLanguage, onTheme: setTheme }}
      banner={actor.role === "onlooker" && <ViewingBanner accountName={shownName} onLeave={leaveViewing} />}
    >
      {children}
    </Shell>
  );
}
