import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Shell } from "#components/shell/shell.tsx";
import { rightsOf } from "#core/access/access.ts";
import { sandboxNotice } from "#services/gateway/providers.ts";
import { unreadNotices } from "#services/notices/notices.ts";
import { waitingTemplates } from "#services/templates/reviews.ts";
import { requireAdmin } from "../guards.ts";
import { setFolded, setLanguage, setTheme } from "../preferences.ts";
import { isTheme, THEME_COOKIE } from "../theme.ts";

/** The frame of the admin's pages. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { actor, email } = await requireAdmin();
  const t = await getTranslations("common.shell");
  const jar = await cookies();
  const theme = jar.get(THEME_COOKIE)?.value;
  const [waiting, sandbox, unread] = await Promise.all([
    waitingTemplates(actor),
    sandboxNotice(),
    unreadNotices(actor),
  ]);
  return (
    <Shell
      side="admin"
      accountName={t("operator")}
      email={email}
      reader={`${actor.id}.${actor.accountId ?? ""}`}
      credits={undefined}
      waiting={{ approvals: waiting.count }}
      sandbox={sandbox}
      unread={unread}
      folded={jar.get("navigation")?.value === "folded"}
      onFold={setFolded}
      rights={rightsOf(actor)}
      preferences={{ theme: isTheme(theme) ? theme : "system", onLanguage: setLanguage, onTheme: setTheme }}
    >
      {children}
    </Shell>
  );
}
