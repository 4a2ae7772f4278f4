"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

export interface Tab {
  href: string;
  name: string;
  /** The number of records behind it, where that helps to choose. */
  count?: number;
}

/**
 * The parts of a record, each on a page of its own: links, so that every part has an address and the back button works.
 */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const pathname = usePathname();
  const under = tabs.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  const current = under.sort((a, b) => b.href.length - a.href.length)[0]?.href;
  const shown = useRef<HTMLAnchorElement>(null);
  // On a phone the tabs scroll sideways; the one that is open is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another tab is open
  useEffect(() => {
    const tab = shown.current;
    const row = tab?.closest("nav");
    if (!tab || !row) return;
    // Not by scrollIntoView, which would make the browser's first Tab start from here.
    const [inner, outer] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollBy({ left: (inner.left + inner.right - outer.left - outer.right) / 2 });
  }, [current]);
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b border-separator">
      <ul className="flex w-max min-w-full gap-1">
        {tabs.map(({ href, name, count }) => (
          <li key={href}>
            <Link
              href={href}
              ref={href === current ? shown : undefined}
              aria-current={href === current ? "page" : undefined}
              className={`flex h-10 items-center gap-1.5 rounded-t-md border-b-2 px-3 text-sm whitespace-nowrap focus-visible:-outline-offset-2 ${
                href === current
                  ? "border-accent font-medium text-foreground"
                  : "border-transparent text-muted hover:text-foreground"
              }`}
            >
              {name}
              {count !== undefined && <span className="tabular text-[13px] text-muted">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
