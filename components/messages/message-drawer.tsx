"use client";

import { Drawer, Skeleton } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Ltr } from "#components/ui/ltr.tsx";
import { LOG_PAGES } from "#core/message/log-pages.ts";
import type { DetailsView } from "./log-row.ts";
import { MessageDetails } from "./message-details.tsx";

type Found = DetailsView | "missing" | "unreachable" | undefined;

/** A message beside the list. Escape, the close button and the browser's back button close it. */
export function MessageDrawer({
  id,
  side,
  onClose,
}: {
  id: string;
  side: "developer" | "admin";
  onClose: () => void;
}) {
  const t = useTranslations("messages");
  const common = useTranslations("common.actions");
  const [found, retry] = useDetails(`${LOG_PAGES[side]}/details?id=${encodeURIComponent(id)}`);
  return (
    <Drawer.Backdrop isOpen onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content placement="right" className="rtl:right-auto rtl:left-0">
        <Drawer.Dialog
          aria-label={t("message", { id })}
          className="flex h-full w-[28rem] max-w-[100vw] flex-col rounded-none p-0"
        >
          <div className="flex h-14 shrink-0 items-center justify-between border-b border-separator ps-5 pe-3">
            <h2 className="text-sm font-semibold">
              {t("messageName")} <Ltr mono>#{id}</Ltr>
            </h2>
            <Drawer.CloseTrigger className="static" aria-label={common("close")} />
          </div>
          <div className="flex-1 overflow-y-auto p-5">
            {found === undefined ? (
              <Waiting />
            ) : found === "missing" ? (
              <p className="text-muted">{t("missing")}</p>
            ) : found === "unreachable" ? (
              <p role="alert" className="text-muted">
                {t("unreachable")}{" "}
                <button
                  type="button"
                  onClick={retry}
                  className="font-medium text-link underline underline-offset-4"
                >
                  {common("retry")}
                </button>
              </p>
            ) : (
              <MessageDetails message={found} side={side} />
            )}
          </div>
        </Drawer.Dialog>
      </Drawer.Content>
    </Drawer.Backdrop>
  );
}

/** Polls while the message is not final. */
const POLL_MS = 3_000;
const isFinal = (found: Found) =>
  typeof found !== "object" || found.status === "delivered" || found.status === "failed";

function useDetails(address: string): [Found, () => void] {
  const [found, setFound] = useState<Found>();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try asks again
  useEffect(() => {
    const gone = new AbortController();
    fetch(address, { signal: gone.signal })
      .then(async (response) => {
        if (response.ok) setFound(await response.json());
        // The session has ended: the page asks for sign-in and returns here.
        else if (response.status === 401) window.location.reload();
        else setFound(response.status === 404 || response.status === 400 ? "missing" : "unreachable");
      })
      .catch(() => gone.signal.aborted || setFound("unreachable"));
    return () => gone.abort();
  }, [address, tries]);
  useEffect(() => {
    if (isFinal(found)) return;
    const timer = setTimeout(() => setTries((count) => count + 1), POLL_MS);
    return () => clearTimeout(timer);
  }, [found]);
  return [found, () => setTries((count) => count + 1)];
}

function Waiting() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-48 rounded" />
      <Skeleton className="h-20 w-full rounded-lg" />
      {[0, 1, 2, 3, 4].map((line) => (
        <Skeleton key={line} className="h-4 w-full rounded" />
      ))}
    </div>
  );
}
