"use client";

import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { NoticeSide } from "#core/notice/notice.ts";

/** More are counted as "99+". */
const MOST = 99;

/** The way to the notices, with the number of unread ones. */
export function Bell({
  side,
  unread,
  className = "",
}: {
  side: NoticeSide;
  unread: number;
  className?: string;
}) {
  const t = useTranslations("common.notices");
  const count = useUnread(unread);
  return (
    <Link
      href={side === "admin" ? "/admin/notices" : "/notices"}
      aria-label={t("bell", { count })}
      title={t("title")}
      className={`relative grid size-9 shrink-0 place-items-center rounded-lg text-muted hover:bg-surface-secondary hover:text-foreground ${className}`}
    >
      <BellIcon className="size-[18px]" aria-hidden="true" />
      {count > 0 && (
        <span
          aria-hidden="true"
          dir="ltr"
          className="tabular absolute -end-0.5 -top-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-failed px-1 text-[10px] leading-none font-semibold text-background ring-2 ring-surface"
        >
          {count > MOST ? `${MOST}+` : count}
        </span>
      )}
    </Link>
  );
}

/** The number that the page came with; asked for again with each page, and when somebody returns to this one. */
function useUnread(given: number): number {
  const [count, setCount] = useState(given);
  const pathname = usePathname();
  useEffect(() => setCount(given), [given]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each page, since layouts stay as they are
  useEffect(() => {
    const gone = new AbortController();
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const response = await fetch("/notice/unread", { signal: gone.signal });
        if (response.ok) setCount((await response.json()).unread);
      } catch {
        // Unreachable, or the page was left.
      }
    };
    void look();
    document.addEventListener("visibilitychange", look);
    return () => {
      gone.abort();
      document.removeEventListener("visibilitychange", look);
    };
  }, [pathname]);
  return count;
}
