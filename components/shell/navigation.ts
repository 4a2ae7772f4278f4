import {
  ArrowLeftRight,
  BookOpen,
  Building2,
  FileCheck,
  FileText,
  History,
  Inbox,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  MessagesSquare,
  Package,
  RadioTower,
  ReceiptText,
  Route,
  Settings,
  ShieldCheck,
  Users,
} from "lucide-react";
import type { Messages } from "#i18n/messages.ts";

export type Side = "developer" | "admin";

export interface NavigationItem {
  href: string;
  /** The key of its label under `common.nav`. */
  name: keyof Messages["common"]["nav"];
  icon: LucideIcon;
}

/** The developer's pages, in sidebar order. */
const developerNavigation: NavigationItem[] = [
  { href: "/", name: "overview", icon: LayoutDashboard },
  { href: "/templates", name: "templates", icon: FileText },
  { href: "/tokens", name: "tokens", icon: KeyRound },
  { href: "/whitelist", name: "whitelist", icon: ShieldCheck },
  { href: "/messages", name: "messages", icon: MessagesSquare },
  { href: "/requests", name: "requests", icon: ArrowLeftRight },
  { href: "/subscription", name: "subscription", icon: ReceiptText },
  { href: "/team", name: "team", icon: Users },
  { href: "/docs", name: "docs", icon: BookOpen },
  { href: "/inbox", name: "inbox", icon: Inbox },
];

/** The admin's pages, in sidebar order. */
const adminNavigation: NavigationItem[] = [
  { href: "/admin", name: "overview", icon: LayoutDashboard },
  { href: "/admin/approvals", name: "approvals", icon: FileCheck },
  { href: "/admin/accounts", name: "accounts", icon: Building2 },
  { href: "/admin/carriers", name: "carriers", icon: RadioTower },
  { href: "/admin/messages", name: "messages", icon: MessagesSquare },
  { href: "/admin/routes", name: "routes", icon: Route },
  { href: "/admin/going-live", name: "goingLive", icon: ListChecks },
  { href: "/admin/subscriptions", name: "subscriptions", icon: ReceiptText },
  { href: "/admin/plans", name: "plans", icon: Package },
  { href: "/admin/users", name: "users", icon: Users },
  { href: "/admin/audit", name: "audit", icon: History },
  { href: "/admin/settings", name: "settings", icon: Settings },
];

export const navigation: Record<Side, NavigationItem[]> = {
  developer: developerNavigation,
  admin: adminNavigation,
};

/** The first page of each side. */
export const home: Record<Side, string> = { developer: "/", admin: "/admin" };

/** Whether a page belongs to an item: the overview only itself. */
export function isCurrent(href: string, pathname: string): boolean {
  const isHome = href === home.developer || href === home.admin;
  return pathname === href || (!isHome && pathname.startsWith(`${href}/`));
}
