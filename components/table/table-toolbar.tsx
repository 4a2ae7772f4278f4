import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ChoiceFilter } from "./choice-filter.ts";
import { FilterChip } from "./filter-chip.tsx";
import { PeriodChip, type PeriodFilter } from "./period-chip.tsx";
import { type Search, SearchBox } from "./search-box.tsx";
import { useTableAddress } from "./table-address.tsx";

export type Filter = ChoiceFilter | PeriodFilter;

export interface ToolbarProps {
  search?: Search;
  filters?: Filter[];
  /** Beside the column menu, such as an export. */
  actions?: ReactNode;
}

/** Search and filters at the start side, actions on the whole list at the end side. */
export function TableToolbar({ search, filters = [], actions }: ToolbarProps) {
  const t = useTranslations("table");
  const { params, go } = useTableAddress();
  const names = [...filters.map(({ name }) => name), ...(search ? [search.name] : [])];
  return (
    <div className="mb-3 flex flex-wrap items-start gap-2">
      {search && <SearchBox search={search} />}
      {filters.map((filter) =>
        filter.kind === "choice" ? (
          <FilterChip key={filter.name} filter={filter} />
        ) : (
          <PeriodChip key={filter.name} filter={filter} />
        ),
      )}
      {names.some((name) => params.has(name)) && (
        <button
          type="button"
          className="h-8 rounded-lg px-2 text-[13px] font-medium text-link hover:underline"
          onClick={() => go(Object.fromEntries(names.map((name) => [name, null])))}
        >
          {t("clear")}
        </button>
      )}
      <div className="ms-auto flex items-center gap-2 print:hidden">{actions}</div>
    </div>
  );
}
