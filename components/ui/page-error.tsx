"use client";

import { Button } from "@heroui/react";
import { useTranslations } from "next-intl";

export interface PageErrorProps {
  error: Error & { digest?: string };
  /** Has the server answer anew. */
  retry: () => void;
}

/** Shown in place of a page that failed; the number leads to the line in the log. */
export function PageError({ error, retry }: PageErrorProps) {
  const t = useTranslations("common");
  // A lazily loaded part of a page, such as a dialog, that a later build no longer has.
  const isOutdated = error.name === "ChunkLoadError";
  return (
    <div className="grid min-h-[60dvh] place-items-center px-4 text-center">
      <div>
        <h1 className="text-lg font-semibold">{t(isOutdated ? "errors.newerTitle" : "errors.errorTitle")}</h1>
        <p className="mt-1 mb-4 text-muted">
          {isOutdated ? t("errors.newerText") : t("errors.errorText", { digest: error.digest ?? "0" })}
        </p>
        <Button variant="outline" onPress={isOutdated ? () => window.location.reload() : retry}>
          {t(isOutdated ? "actions.reload" : "actions.retry")}
        </Button>
      </div>
    </div>
  );
}
