"use client";

import { useEffect, useState } from "react";
import type { MessageStatus } from "#core/message/message-status.ts";

interface News {
  newer: number;
  statuses: Record<number, MessageStatus>;
}

const EVERY_MS = 5_000;

/**
 * Asks from time to time, while somebody looks, what came since the first row and what became of the rows. Where the
 * server cannot be reached, the next time will tell.
 */
export function useLogNews(address: string, since: string | null, ids: number[]): News {
  const [news, setNews] = useState<{ key: string; news: News }>();
  const key = `${since ?? ""} ${ids.join(",")}`;
  useEffect(() => {
    const [from, of] = key.split(" ");
    const gone = new AbortController();
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const url = new URL(address, window.location.origin);
      if (from) url.searchParams.set("since", from);
      if (of) url.searchParams.set("ids", of);
      try {
        const response = await fetch(url, { signal: gone.signal });
        // The session has ended: the page asks for it, and comes back here.
        if (response.status === 401) window.location.reload();
        if (response.ok) setNews({ key, news: await response.json() });
      } catch {
        // Not reachable, or the page went on.
      }
    };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      gone.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [address, key]);
  // What was heard of other rows says nothing of these.
  return news?.key === key ? news.news : { newer: 0, statuses: {} };
}
