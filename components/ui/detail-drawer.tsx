"use client";

import { Drawer } from "@heroui/react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { DetailsSkeleton } from "./drawer-skeleton.tsx";

/** What is asked for; `missing` is also what belongs to somebody else. */
type Found<Details> = Details | "missing" | "unreachable" | undefined;

/**
 * A thing beside its list, asked for when it is opened. Escape, the close button and the browser's back button close it.
 */
export function DetailDrawer<Details extends object>({
  label,
  heading,
  address,
  pollUntil,
  missing,
  onClose,
  children,
}: {
  label: string;
  heading: ReactNode;
  /** Answers with the details as JSON. */
  address: string;
  /** If the details change by themselves: when they no longer do. */
  pollUntil?: (details: Details) => boolean;
  /** Said where there is no such thing. */
  missing: string;
  onClose: () => void;
  children: (details: Details) => ReactNode;
}) {
  const t = useTranslations("common");
  const [found, retry] = useDetails<Details>(address, pollUntil);
  return (
    <Drawer.Backdrop isOpen onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content placement="right" className="rtl:right-auto rtl:left-0">
        <Drawer.Dialog
          aria-label={label}
          className="flex h-full w-[28rem] max-w-[100vw] flex-col rounded-none p-0"
        >
          <div className="flex h-14 shrink-0 items-center justify-between border-b border-separator ps-5 pe-3">
            <h2 className="min-w-0 truncate text-sm font-semibold">{heading}</h2>
            <Drawer.CloseTrigger className="static" aria-label={t("actions.close")} />
          </div>
          <div className="flex-1 overflow-y-auto p-5">
            {found === undefined ? (
              <DetailsSkeleton />
            ) : found === "missing" ? (
              <p className="text-muted">{missing}</p>
            ) : found === "unreachable" ? (
              <p role="alert" className="text-muted">
                {t("shell.unreachable")}{" "}
                <button
                  type="button"
                  onClick={retry}
                  className="font-medium text-link underline underline-offset-4"
                >
                  {t("actions.retry")}
                </button>
              </p>
            ) : (
              children(found)
            )}
          </div>
        </Drawer.Dialog>
      </Drawer.Content>
    </Drawer.Backdrop>
  );
}

const POLL_MS = 3_000;

function useDetails<Details extends object>(
  address: string,
  pollUntil?: (details: Details) => boolean,
): [Found<Details>, () => void] {
  const [found, setFound] = useState<Found<Details>>();
  const [tries, setTries] = useState(0);
  const retry = () => setTries((count) => count + 1);
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
  const polls = typeof found === "object" && pollUntil !== undefined && !pollUntil(found);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is followed by a pause
  useEffect(() => {
    if (!polls) return;
    const timer = setTimeout(retry, POLL_MS);
    return () => clearTimeout(timer);
  }, [found, polls]);
  return [found, retry];
}

/** Names and values, one pair a line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-[13px]">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-end">{children}</dd>
    </>
  );
}

/** What another program wrote, as it is. */
export function Verbatim({ children }: { children: string }) {
  return (
    <pre
      dir="ltr"
      className="max-h-60 overflow-auto rounded-lg border border-border bg-surface-secondary p-3 text-xs break-words whitespace-pre-wrap"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer scrolls, and must with the keyboard, too
      tabIndex={0}
    >
      {children}
    </pre>
  );
}
