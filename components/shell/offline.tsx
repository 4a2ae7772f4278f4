"use client";

import { Button } from "@heroui/react";
import { WifiOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

/** What the Navigation API says of a page that is about to be loaded; TypeScript does not know it yet. */
interface NavigateEvent extends Event {
  destination: { url: string; sameDocument: boolean };
  hashChange: boolean;
  downloadRequest: string | null;
}

/**
 * While there is no network: says so, and keeps the page instead of leaving it for the browser's own error page. Goes on
 * to the page that was asked for as soon as the network is back.
 */
export function Offline() {
  const t = useTranslations("common.offline");
  const [offline, setOffline] = useState(false);
  const asked = useRef<string>(undefined);

  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    const back = () => {
      look();
      if (asked.current !== undefined) window.location.assign(asked.current);
    };
    const hold = (event: Event, url: string) => {
      event.preventDefault();
      event.stopPropagation();
      asked.current = url;
      setOffline(true);
    };
    // Before the router hears of it, which could not be stopped later.
    const onClick = (event: MouseEvent) => {
      if (navigator.onLine || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const link = (event.target as Element).closest?.("a[href]");
      if (!(link instanceof HTMLAnchorElement) || link.origin !== window.location.origin) return;
      const isHere = link.pathname === window.location.pathname && link.search === window.location.search;
      if (!isHere && link.target !== "_blank") hold(event, link.href);
    };
    // What the router gives up, it leaves to the browser.
    const onNavigate = (event: Event) => {
      const { destination, hashChange, downloadRequest } = event as NavigateEvent;
      if (navigator.onLine || !event.cancelable || destination.sameDocument || hashChange) return;
      if (downloadRequest === null && new URL(destination.url).origin === window.location.origin) {
        hold(event, destination.url);
      }
    };
    look();
    const { navigation } = window as unknown as { navigation?: EventTarget };
    window.addEventListener("online", back);
    window.addEventListener("offline", look);
    document.addEventListener("click", onClick, true);
    navigation?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("online", back);
      window.removeEventListener("offline", look);
      document.removeEventListener("click", onClick, true);
      navigation?.removeEventListener("navigate", onNavigate);
    };
  }, []);

  const retry = () => {
    if (navigator.onLine) window.location.assign(asked.current ?? window.location.href);
  };
  return (
    <div role="status" className="fixed inset-x-0 bottom-4 z-50 flex justify-center px-4 empty:hidden">
      {offline && (
        <div
          data-offline
          className="flex max-w-full items-center gap-3 rounded-lg border border-border bg-overlay py-2 ps-4 pe-2 text-sm text-overlay-foreground shadow-overlay"
        >
          <WifiOff className="size-4 shrink-0 text-unknown" aria-hidden="true" />
          <span className="min-w-0">{t("text")}</span>
          <Button size="sm" variant="outline" onPress={retry}>
            {t("retry")}
          </Button>
        </div>
      )}
    </div>
  );
}
