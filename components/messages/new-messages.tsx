"use client";

import { ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { MOST_NEWS } from "#core/message/log-pages.ts";

/** Announces new messages and shows them on request. It floats above the table, so that nothing moves. */
export function NewMessages({ count }: { count: number }) {
  const t = useTranslations("messages");
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <div className="sticky top-16 z-20 flex h-0 justify-center md:top-2" aria-live="polite">
      {count > 0 && (
        <button
          type="button"
          disabled={pending}
          onClick={() => start(() => router.refresh())}
          className="tabular flex h-8 items-center gap-1.5 rounded-full bg-accent px-3 text-[13px] font-medium whitespace-nowrap text-accent-foreground shadow-overlay disabled:opacity-60"
        >
          <ArrowUp className="size-3.5" aria-hidden="true" />
          {t(count >= MOST_NEWS ? "manyNew" : "new", { count })}
        </button>
      )}
    </div>
  );
}
