"use client";

import { useEffect, useState } from "react";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { MessageProblem } from "#core/message/reasons.ts";

interface News {
  newer: number;
  statuses: Record<number, MessageStatus>;
  /** Of those that failed or are unknown. */
  problems: Record<number, MessageProblem>;
}

const EVERY_MS = 5_000;

/**
 * Polls, while the page is visible, for messages newer than the first row and for status changes of the rows. If the
 * server is unreachable it tries again at the next interval.
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
        // The session has ended: the page asks for sign-in and returns here.
        if (response.status === 401) window.location.reload();
        if (response.ok) setNews({ key, news: await response.json() });
      } catch {
        // Unreachable, or the page was left.
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
  // Updates received for other rows do not apply to these.
  return news?.key === key ? news.news : { newer: 0, statuses: {}, problems: {} };
}
