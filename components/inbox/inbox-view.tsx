"use client";

import { Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { RelativeTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";

interface Entry {
  messageId: number;
  number: string;
  text: string;
  /** ISO. */
  receivedAt: string;
}

/** How often a visible page polls. */
const REFRESH_MS = 3_000;
/** The number of messages shown at first, and added on request. */
const STEP = 50;
const ARABIC = /[\u0600-\u06ff]/;

/**
 * The sandbox's phone, newest first. While the reader has scrolled down, new messages wait behind a button, so that
 * nothing moves.
 */
export function InboxView({
  initial,
  onRead,
}: {
  initial: Entry[];
  onRead: () => Promise<{ ok: true; value: Entry[] } | { ok: false }>;
}) {
  const t = useTranslations("inbox");
  const [shown, setShown] = useState(initial);
  const [waiting, setWaiting] = useState<Entry[]>();
  const [most, setMost] = useState(STEP);

  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.hidden) return;
      const read = await onRead();
      if (!read.ok) return;
      if (window.scrollY > 80) setWaiting(read.value);
      else {
        setShown(read.value);
        setWaiting(undefined);
      }
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [onRead]);

  const known = new Set(shown.map(({ messageId }) => messageId));
  const newer = waiting?.filter(({ messageId }) => !known.has(messageId)).length ?? 0;
  if (shown.length === 0) return <EmptyState title={t("emptyTitle")} text={t("emptyText")} />;
  return (
    <div>
      {newer > 0 && (
        <button
          type="button"
          className="sticky top-4 z-10 mx-auto mb-3 block rounded-full bg-accent px-3 py-1 text-[13px] text-accent-foreground"
          onClick={() => {
            setShown(waiting ?? shown);
            setWaiting(undefined);
            window.scrollTo({ top: 0 });
          }}
        >
          {t("newer", { count: newer })}
        </button>
      )}
      <ul className="flex flex-col gap-4" aria-live="polite">
        {shown.slice(0, most).map(({ messageId, number, text, receivedAt }) => (
          <li key={messageId} className="flex flex-col items-start gap-1">
            <p className="max-w-[40ch] rounded-2xl rounded-es-sm border border-border bg-surface px-4 py-2.5 wrap-anywhere whitespace-pre-wrap">
              <span
                dir={ARABIC.test(text) ? "rtl" : "ltr"}
                lang={ARABIC.test(text) ? "ar" : "en"}
                className="block"
              >
                {text}
              </span>
            </p>
            <p className="px-1 text-xs text-muted">
              <Ltr mono>+{number}</Ltr> · <Ltr mono>#{messageId}</Ltr> · <RelativeTime at={receivedAt} />
            </p>
          </li>
        ))}
      </ul>
      {shown.length > most && (
        <Button variant="outline" className="mt-6" onPress={() => setMost(most + STEP)}>
          {t("older")}
        </Button>
      )}
    </div>
  );
}
