"use client";

import { Button, Drawer } from "@heroui/react";
import { Menu, PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Bell } from "#components/notices/bell.tsx";
import type { Rights } from "#core/access/access.ts";
import type { SandboxNotice } from "#core/gateway/sandbox.ts";
import { AccountMenu, type Preferences } from "./account-menu.tsx";
import { Brand } from "./brand.tsx";
import { home, isCurrent, type NavigationItem, navigation, type Side } from "./navigation.ts";
import { PaletteButton } from "./palette-button.tsx";
import { RightsProvider } from "./rights.tsx";
import { SandboxBanner } from "./sandbox-banner.tsx";
import { useKeptPlace } from "./use-kept-place.ts";
import { useTurnedAway } from "./use-turned-away.ts";

export interface ShellProps {
  /** Whose dashboard it is; the accent colour and the mark differ. */
  side: Side;
  accountName: string;
  email: string;
  /** The user, and the account that they see: whose things this browser remembers. */
  reader: string;
  /** Over all active subscriptions; undefined for an admin. */
  credits: number | undefined;
  /** The warning about the sandbox; null if no message reaches one. */
  sandbox: SandboxNotice | null;
  /** The number of things waiting behind an item. */
  waiting?: Partial<Record<NavigationItem["name"], number>>;
  /** The user's unread notices; null for an admin who views an account. */
  unread: number | null;
  folded: boolean;
  preferences: Preferences;
  onFold: (folded: boolean) => Promise<void>;
  /** Above every page. */
  banner?: ReactNode;
  rights: Rights;
  children: ReactNode;
}

/** The frame of every page behind sign-in: navigation at the start side, or in a drawer on phones. */
export function Shell(props: ShellProps) {
  const t = useTranslations("common");
  const [folded, setFolded] = useState(props.folded);
  const [drawer, setDrawer] = useState(false);
  const main = useRef<HTMLElement>(null);
  useKeptPlace(main);
  useTurnedAway();
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the page changes
  useEffect(() => {
    setDrawer(false);
  }, [pathname]);

  const { side, rights } = props;
  // An onlooker is told by the banner.
  const readOnly = rights.change || props.banner ? undefined : t("shell.readOnly");
  const tag = side === "admin" ? t(rights.change ? "shell.admin" : "shell.support") : readOnly;
  const fold = () => {
    setFolded(!folded);
    void props.onFold(!folded);
  };

  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-50 focus:rounded-lg focus:bg-surface focus:px-3 focus:py-2 focus:shadow-overlay"
      >
        {t("nav.skip")}
      </a>
      <aside
        className={`sticky top-0 hidden h-dvh shrink-0 flex-col border-e border-separator bg-surface md:flex print:hidden ${folded ? "w-16" : "w-60"}`}
      >
        <div
          className={`flex min-h-14 items-center py-1 ${folded ? "justify-center" : "justify-between ps-5 pe-2"}`}
        >
          {!folded && (
            <Link href={home[props.side]} className="min-w-0 rounded-md">
              <Brand name={t("product")} side={side} tag={tag} />
            </Link>
          )}
          <Button
            isIconOnly
            size="sm"
            variant="ghost"
            aria-label={t(folded ? "nav.unfold" : "nav.fold")}
            onPress={fold}
          >
            {folded ? (
              <PanelLeftOpen className="mirrored size-4" />
            ) : (
              <PanelLeftClose className="mirrored size-4" />
            )}
          </Button>
        </div>
        <Sidebar {...props} folded={folded} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-20 flex min-h-14 items-center justify-between gap-2 border-b border-separator bg-surface px-3 md:hidden print:hidden">
          <Button isIconOnly variant="ghost" aria-label={t("nav.open")} onPress={() => setDrawer(true)}>
            <Menu className="size-5" />
          </Button>
          <Brand name={t("product")} side={side} tag={tag} />
          <span className="flex shrink-0 items-center gap-1">
            {props.credits !== undefined && <Credits count={props.credits} short />}
            {props.unread !== null && <Bell side={props.side} unread={props.unread} />}
          </span>
        </header>
        <main id="content" ref={main} tabIndex={-1} className="w-full flex-1 outline-none">
          {props.banner}
          {props.sandbox && <SandboxBanner notice={props.sandbox} side={props.side} />}
          <div className="px-4 py-6 md:px-8 md:py-8 print:p-0">
            <RightsProvider rights={props.rights}>{props.children}</RightsProvider>
          </div>
        </main>
      </div>
      <Drawer.Backdrop isOpen={drawer} onOpenChange={setDrawer}>
        <Drawer.Content placement="left" className="rtl:right-0 rtl:left-auto">
          <Drawer.Dialog aria-label={t("nav.label")} className="flex h-full w-72 max-w-[85vw] flex-col p-0">
            <div className="flex min-h-14 items-center justify-between ps-5 pe-3">
              <Brand name={t("product")} side={side} tag={tag} />
              <Drawer.CloseTrigger className="static" aria-label={t("nav.close")} />
            </div>
            <Sidebar {...props} folded={false} />
          </Drawer.Dialog>
        </Drawer.Content>
      </Drawer.Backdrop>
    </div>
  );
}

function Sidebar(props: ShellProps) {
  const { side, accountName, email, rights, reader, credits, sandbox, waiting, unread, folded, preferences } =
    props;
  const t = useTranslations("common");
  const pathname = usePathname();
  const items = navigation[side].filter(({ name }) => name !== "inbox" || sandbox !== null);
  const currentLook =
    side === "admin" ? "bg-admin-soft text-admin" : "bg-accent-soft text-accent-soft-foreground";
  return (
    <>
      <div className={`flex gap-1 px-3 pb-2 ${folded ? "flex-col items-center" : "items-center"}`}>
        <PaletteButton
          side={side}
          items={items}
          reader={reader}
          rights={rights}
          folded={folded}
          icon={<Search className="size-4" />}
        />
        {unread !== null && <Bell side={side} unread={unread} />}
      </div>
      <nav aria-label={t("nav.label")} className="flex-1 overflow-y-auto px-3">
        <ul className="flex flex-col gap-0.5">
          {items.map(({ href, name, icon: Icon }) => {
            const current = isCurrent(href, pathname);
            const count = waiting?.[name] ?? 0;
            return (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={current ? "page" : undefined}
                  title={folded ? t(`nav.${name}`) : undefined}
                  className={`relative flex h-9 items-center gap-3 rounded-lg text-sm transition-colors duration-100 ${folded ? "justify-center" : "px-2.5"} ${
                    current
                      ? `font-medium ${currentLook}`
                      : "text-muted hover:bg-surface-secondary hover:text-foreground"
                  }`}
                >
                  <Icon className="size-4 shrink-0" aria-hidden="true" />
                  {folded ? <span className="sr-only">{t(`nav.${name}`)}</span> : t(`nav.${name}`)}
                  {count > 0 && <Waiting count={count} folded={folded} />}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
      <div className="border-t border-separator p-3">
        {credits !== undefined && !folded && <Credits count={credits} />}
        <AccountMenu
          side={side}
          accountName={accountName}
          email={email}
          folded={folded}
          preferences={preferences}
        />
      </div>
    </>
  );
}

/** The number of things waiting behind an item, or a dot if there is no room. */
function Waiting({ count, folded }: { count: number; folded: boolean }) {
  const t = useTranslations("common.shell");
  return (
    <>
      <span className="sr-only">{t("waiting", { count })}</span>
      <span
        aria-hidden="true"
        className={
          folded
            ? "absolute end-2.5 top-1.5 size-2 rounded-full bg-unknown"
            : "tabular ms-auto rounded-md bg-surface-tertiary px-1.5 text-xs font-medium text-foreground"
        }
      >
        {folded ? null : count}
      </span>
    </>
  );
}

/** The remaining credits, always visible. */
function Credits({ count, short = false }: { count: number; short?: boolean }) {
  const t = useTranslations("common");
  return (
    <Link
      href="/subscription"
      className={`tabular block rounded-lg text-[13px] hover:text-foreground ${count === 0 ? "font-medium text-failed" : "text-muted"} ${short ? "px-1" : "mb-1 px-2.5 py-1.5"}`}
    >
      {t("shell.credits", { count })}
    </Link>
  );
}
