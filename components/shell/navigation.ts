import {
  Ban,
  FileText,
  Inbox,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  ReceiptText,
  ShieldCheck,
} from "lucide-react";

export interface NavigationItem {
  href: string;
  /** Its name under `common.nav`. */
  name: "overview" | "templates" | "tokens" | "whitelist" | "refused" | "subscription" | "inbox";
  icon: LucideIcon;
}

/** The developer's pages, in the order of the sidebar. */
export const developerNavigation: NavigationItem[] = [
  { href: "/", name: "overview", icon: LayoutDashboard },
  { href: "/templates", name: "templates", icon: FileText },
  { href: "/tokens", name: "tokens", icon: KeyRound },
  { href: "/whitelist", name: "whitelist", icon: ShieldCheck },
  { href: "/refused", name: "refused", icon: Ban },
  { href: "/subscription", name: "subscription", icon: ReceiptText },
  { href: "/inbox", name: "inbox", icon: Inbox },
];

/** Whether a page lies under an item: `/` only itself. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
