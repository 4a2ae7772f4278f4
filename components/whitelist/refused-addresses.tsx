"use client";

import { Button } from "@heroui/react";
import { Check } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useRights } from "#components/shell/rights.tsx";
import { RelativeTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import type { RefusedView } from "./whitelist-view.ts";

/** Addresses that were refused although their token is valid, each with a button to admit it. */
export function RefusedAddresses({
  refused,
  requestsPath,
  busy,
  onAllow,
}: {
  refused: RefusedView[];
  /** Where the requests themselves are. */
  requestsPath: string;
  busy: boolean;
  onAllow: (address: string) => void;
}) {
  const t = useTranslations("whitelist.refused");
  const { change } = useRights();
  return (
    <Panel title={t("title")} flush={refused.length > 0}>
      {refused.length === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <RecordTable
          label={t("title")}
          columns={[t("address"), t("count"), t("last")]}
          numeric={[t("count")]}
          actions={t("actions")}
        >
          {refused.map(({ address, count, lastAt, allowed }) => (
            <RecordRow key={address}>
              <RecordCell className="font-medium">
                <Ltr mono className="break-all">
                  {address}
                </Ltr>
              </RecordCell>
              <RecordCell label={t("count")} numeric>
                <Link
                  href={`${requestsPath}?error=address&q=${encodeURIComponent(address)}`}
                  aria-label={t("requestsOf", { count, address })}
                  className="text-link underline underline-offset-4"
                >
                  {t("times", { count })}
                </Link>
              </RecordCell>
              <RecordCell label={t("last")}>
                <RelativeTime at={lastAt} />
              </RecordCell>
              <RecordCell className="text-end">
                {allowed ? (
                  <span className="inline-flex items-center gap-1.5 font-medium text-accent">
                    <Check className="size-3.5" aria-hidden="true" />
                    {t("allowed")}
                  </span>
                ) : (
                  change && (
                    <Button
                      size="sm"
                      variant="outline"
                      isDisabled={busy}
                      aria-label={t("allowOf", { address })}
                      onPress={() => onAllow(address)}
                    >
                      {t("allow")}
                    </Button>
                  )
                )}
              </RecordCell>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}
