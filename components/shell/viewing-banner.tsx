"use client";

import { Button } from "@heroui/react";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

/**
 * Shown above an account's pages while an admin views them: whose pages they are, that they are read-only, and the way
 * back.
 */
export function ViewingBanner({
  accountName,
  onLeave,
}: {
  accountName: string;
  onLeave: () => Promise<string>;
}) {
  const t = useTranslations("common.viewing");
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    window.location.assign(await onLeave().catch(() => "/admin"));
  };
  return (
    <section
      aria-label={t("label")}
      className="sticky top-0 z-10 border-b border-separator bg-surface max-md:top-14"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 bg-admin-soft px-4 py-2 md:px-8">
        <p className="flex min-w-0 items-center gap-2 text-[13px]">
          <Eye className="size-4 shrink-0 text-admin" aria-hidden="true" />
          <span>
            {t.rich("text", { name: accountName, b: (name) => <bdi className="font-medium">{name}</bdi> })}
          </span>
        </p>
        <Button size="sm" variant="outline" isPending={busy} onPress={() => void leave()}>
          {t("leave")}
        </Button>
      </div>
    </section>
  );
}
