import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { type Column, columnsOf } from "#components/table/table-features.ts";
import { ExactTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { StatusCode } from "#components/ui/status-code.tsx";
import { formatLocale, type Locale } from "#i18n/locale.ts";
import type { RequestView } from "./request-row.ts";

const helper = columnsOf<RequestView>();

export function useRequestColumns(): Column<RequestView>[] {
  const t = useTranslations("requests");
  const milliseconds = useMilliseconds();
  return useMemo(
    () => [
      helper.display({
        id: "request",
        meta: { name: t("request"), main: true },
        cell: ({ row: { original } }) => (
          <Ltr mono className="break-all">
            {original.method} {original.path}
          </Ltr>
        ),
      }),
      helper.display({
        id: "status",
        meta: { name: t("status") },
        cell: ({ row }) => <StatusCode status={row.original.status} />,
      }),
      helper.display({
        id: "reason",
        meta: { name: t("reason") },
        cell: ({ row: { original } }) => original.error && t(`errors.${original.error}.name`),
      }),
      helper.display({
        id: "field",
        meta: { name: t("field"), from: "medium" },
        cell: ({ row: { original } }) =>
          original.field && (
            <Ltr mono className="break-words">
              {original.field}
            </Ltr>
          ),
      }),
      helper.display({
        id: "token",
        meta: { name: t("token"), from: "medium" },
        cell: ({ row: { original } }) => <bdi className="block max-w-44 truncate">{original.tokenName}</bdi>,
      }),
      helper.display({
        id: "address",
        meta: { name: t("address"), from: "wide" },
        cell: ({ row: { original } }) =>
          original.address && (
            <Ltr mono className="break-all">
              {original.address}
            </Ltr>
          ),
      }),
      helper.display({
        id: "duration",
        meta: { name: t("duration"), numeric: true, from: "wide" },
        cell: ({ row }) => milliseconds(row.original.durationMs),
      }),
      helper.display({
        id: "id",
        // The end tells ids of the same minute apart.
        meta: { name: t("id"), from: "wide" },
        cell: ({ row }) => (
          <Ltr mono className="whitespace-nowrap">
            <span title={row.original.id}>…{row.original.id.slice(-12)}</span>
          </Ltr>
        ),
      }),
      helper.display({
        id: "at",
        meta: { name: t("at") },
        cell: ({ row }) => (
          <span className="whitespace-nowrap">
            <ExactTime at={row.original.at} to="second" />
          </span>
        ),
      }),
    ],
    [t, milliseconds],
  );
}

/** All durations in one unit, so that a column of them can be compared. */
export function useMilliseconds(): (ms: number) => string {
  const locale = formatLocale(useLocale() as Locale);
  return useMemo(() => {
    const format = new Intl.NumberFormat(locale, {
      style: "unit",
      unit: "millisecond",
      unitDisplay: locale.startsWith("ar") ? "long" : "narrow",
    });
    return (ms: number) => format.format(ms);
  }, [locale]);
}
