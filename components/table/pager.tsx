import { ChevronFirst, ChevronLeft, ChevronRight, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type MouseEvent, useId } from "react";
import { CompactSelect } from "#components/form/compact-select.tsx";
import { PAGE_SIZES } from "#core/table/page-sizes.ts";
import { type Changes, useTableAddress } from "./table-address.tsx";

/** Cursors of the neighbouring pages, from the service; null if there is none. */
export interface Pages {
  before: string | null;
  after: string | null;
}

/** The exact number, or `more` than were counted. */
export interface RowCount {
  count: number;
  more: boolean;
}

/** The total, the page size, and links to the neighbouring pages. */
export function Pager({ pages, size, count }: { pages: Pages; size: number; count?: RowCount }) {
  const t = useTranslations("table");
  const { params, go } = useTableAddress();
  const sizeId = useId();
  const isFirst = !params.has("after") && !params.has("before");
  return (
    <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-[13px] text-muted">
      <span aria-live="polite" className="tabular">
        {count && t(count.more ? "countMore" : "count", { count: count.count })}
      </span>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 print:hidden">
        <label htmlFor={sizeId} className="flex items-center gap-2">
          {t("size")}
          <CompactSelect
            id={sizeId}
            value={size}
            onChange={(event) =>
              go({ size: event.target.value === String(PAGE_SIZES[0]) ? null : event.target.value })
            }
            className="tabular"
          >
            {PAGE_SIZES.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </CompactSelect>
        </label>
        <nav aria-label={t("pages")} className="flex items-center gap-1">
          <PageLink
            name={t("first")}
            icon={ChevronFirst}
            to={isFirst ? null : { after: null, before: null }}
          />
          <PageLink
            name={t("previous")}
            icon={ChevronLeft}
            to={pages.before === null ? null : { before: pages.before, after: null }}
          />
          <PageLink
            name={t("next")}
            icon={ChevronRight}
            to={pages.after === null ? null : { after: pages.after, before: null }}
          />
        </nav>
      </div>
    </div>
  );
}

function PageLink({ name, icon: Icon, to }: { name: string; icon: LucideIcon; to: Changes | null }) {
  const { hrefWith, go } = useTableAddress();
  const look = "grid size-8 place-items-center rounded-lg border border-border";
  const icon = <Icon className="mirrored size-4" aria-hidden="true" />;
  if (to === null) {
    return (
      <span aria-hidden="true" className={`${look} opacity-40`}>
        {icon}
      </span>
    );
  }
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <Link
      href={hrefWith(to)}
      prefetch={false}
      aria-label={name}
      title={name}
      onClick={onClick}
      className={`${look} bg-surface text-foreground hover:bg-surface-secondary`}
    >
      {icon}
    </Link>
  );
}
