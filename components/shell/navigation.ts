import { FileText, Inbox, LayoutDashboard, type LucideIcon, ReceiptText } from "lucide-react";

export interface NavigationItem {
  href: string;
  /** Its name under `common.nav`. */
  name: "overview" | "templates" | "subscription" | "inbox";
  icon: LucideIcon;
}

/** The developer's pages, in the order of the sidebar. */
export const developerNavigation: NavigationItem[] = [
  { href: "/", name: "overview", icon: LayoutDashboard },
  { href: "/templates", name: "templates", icon: FileText },
  { href: "/subscription", name: "subscription", icon: ReceiptText },
  { href: "/inbox", name: "inbox", icon: Inbox },
];

/** Whether a page lies under an item: `/` only itself. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
