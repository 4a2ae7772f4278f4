"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { DataTable } from "#components/table/data-table.tsx";
import type { Pages } from "#components/table/pager.tsx";
import { columnsOf } from "#components/table/table-features.ts";
import { RelativeTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { RecentCount } from "#components/ui/recent-count.tsx";
import { Status } from "#components/ui/status.tsx";
import { bodyDirection } from "#core/template/body-direction.ts";
import { TEMPLATE_STATES } from "#core/template/template-choices.ts";

export interface TemplateListItem {
  id: number;
  name: string;
  status: "draft" | "waiting" | "approved" | "rejected" | "revoked" | "archived";
  reason: string | null;
  /** An approved version is in use while a newer one waits. */
  servesMeanwhile: boolean;
  languages: ("ar" | "en")[];
  texts: { ar: string | null; en: string | null };
  /** Its messages of the last days, and the link to them. */
  recent: { count: number; href: string };
  /** ISO. */
  changedAt: string;
}

interface TemplateListProps {
  items: TemplateListItem[];
  path: string;
  size: number;
  pages: Pages;
  count: number;
  empty: ReactNode;
}

const column = columnsOf<TemplateListItem>();

/** An account's templates, each with the beginning of its text, and linking to its page under `path`. */
export function TemplateList({ items, path, size, pages, count, empty }: TemplateListProps) {
  const t = useTranslations("templates");
  const status = useTranslations("common.status");
  const format = useFormatter();
  const locale = useLocale() as "ar" | "en";
  const columns = useMemo(
    () => [
      column.display({
        id: "name",
        meta: { name: t("name"), main: true },
        cell: ({ row: { original } }) => (
          <span className="inline-flex min-w-0 items-baseline gap-2">
            <bdi>{original.name}</bdi>
            <Ltr mono className="text-muted">
              #{original.id}
            </Ltr>
          </span>
        ),
      }),
      column.display({
        id: "status",
        meta: { name: t("status") },
        cell: ({ row: { original } }) => (
          <>
            <Status of={original.status} />
            {original.servesMeanwhile && (
              <span className="block text-xs text-muted">{t("servingShort")}</span>
            )}
          </>
        ),
      }),
      column.display({
        id: "text",
        meta: { name: t("text") },
        cell: ({ row: { original } }) => <Excerpt item={original} locale={locale} />,
      }),
      column.display({
        id: "languages",
        meta: { name: t("languages"), from: "wide" },
        cell: ({ row: { original } }) =>
          format.list(
            original.languages.map((each) => t(each === "ar" ? "arabic" : "english")),
            { type: "unit" },
          ),
      }),
      column.display({
        id: "recent",
        meta: { name: t("recent"), numeric: true, from: "medium" },
        cell: ({ row: { original } }) => <RecentCount {...original.recent} />,
      }),
      column.display({
        id: "changed",
        meta: { name: t("changedAt"), from: "medium" },
        cell: ({ row: { original } }) => <RelativeTime at={original.changedAt} />,
      }),
    ],
    [t, format, locale],
  );
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={items}
      rowId={({ id }) => String(id)}
      hrefOf={({ id }) => `${path}/${id}`}
      prefetch
      isMuted={(item) => item.status === "archived"}
      size={size}
      pages={pages}
      count={{ count, more: false }}
      search={{ name: "q", label: t("search") }}
      filters={[
        {
          kind: "choice",
          name: "status",
          label: t("status"),
          options: TEMPLATE_STATES.map((value) => ({
            value,
            text: status(value === "pending" ? "waiting" : value),
          })),
        },
      ]}
      empty={empty}
    />
  );
}

/** The beginning of the newest text, in the page's language where there is one; or why it was rejected. */
function Excerpt({ item, locale }: { item: TemplateListItem; locale: "ar" | "en" }) {
  const t = useTranslations("templates");
  const text = item.texts[locale] ?? item.texts.en ?? item.texts.ar ?? "";
  return (
    <>
      <bdi
        dir={bodyDirection(text)}
        className="line-clamp-1 max-w-96 text-muted @max-2xl:block @max-2xl:truncate"
        title={text}
        data-excerpt
      >
        {text}
      </bdi>
      {item.reason && (
        <span
          className="line-clamp-1 max-w-96 text-danger @max-2xl:block @max-2xl:truncate"
          title={item.reason}
        >
          {t(item.status === "revoked" ? "revokedNote" : "rejectedNote", { reason: item.reason })}
        </span>
      )}
    </>
  );
}
