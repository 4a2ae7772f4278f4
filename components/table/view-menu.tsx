import { Button, Dropdown } from "@heroui/react";
import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { MenuSeparator } from "#components/ui/menu-separator.tsx";
import { useTableAddress } from "./table-address.tsx";
import type { ColumnLook } from "./table-features.ts";

interface MenuColumn {
  id: string;
  columnDef: { meta?: ColumnLook | undefined };
  getIsVisible(): boolean;
}

const DENSE = "dense ";

/**
 * Which columns are visible, and the row density. A tick means that a column is visible at the moment: one that is
 * hidden for lack of width has none, and ticking it shows it.
 */
export function ViewMenu({
  columns,
  show,
  dense,
}: {
  columns: MenuColumn[];
  /** Shown even if the table is too narrow for them. */
  show: string[];
  dense: boolean;
}) {
  const t = useTranslations("table");
  const { go } = useTableAddress();
  const button = useRef<HTMLButtonElement>(null);
  /** Hidden for lack of width, according to the style sheet at the moment. */
  const [narrow, setNarrow] = useState<string[]>([]);
  const choosable = columns.filter(
    ({ columnDef }) => columnDef.meta && !columnDef.meta.main && !columnDef.meta.menu,
  );
  const seen = choosable
    .filter((column) => column.getIsVisible() && (show.includes(column.id) || !narrow.includes(column.id)))
    .map(({ id }) => id);
  const change = (isOn: (key: string) => boolean) => {
    const before = new Set(seen);
    const ids = choosable.map(({ id }) => id);
    const wanted = new Set(show.filter(isOn));
    for (const id of ids) if (isOn(id) && !before.has(id) && narrow.includes(id)) wanted.add(id);
    const hidden = choosable.filter(
      (column) => !isOn(column.id) && (before.has(column.id) || !column.getIsVisible()),
    );
    go(
      {
        hide: hidden.map(({ id }) => id).join(",") || null,
        show: [...wanted].join(",") || null,
        dense: isOn(DENSE) ? "1" : null,
      },
      "replace",
    );
  };
  return (
    <Dropdown onOpenChange={(open) => open && setNarrow(leftOut(button.current))}>
      <Button ref={button} isIconOnly size="sm" variant="outline" aria-label={t("view")}>
        <SlidersHorizontal className="size-4" aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-48">
        <Dropdown.Menu
          aria-label={t("view")}
          selectionMode="multiple"
          selectedKeys={dense ? [...seen, DENSE] : seen}
          onSelectionChange={(keys) => change((key) => keys === "all" || keys.has(key))}
        >
          {choosable.map(({ id, columnDef }) => (
            <Dropdown.Item key={id} id={id} textValue={columnDef.meta!.name}>
              <Dropdown.ItemIndicator />
              {columnDef.meta!.name}
            </Dropdown.Item>
          ))}
          <MenuSeparator />
          <Dropdown.Item id={DENSE} textValue={t("dense")}>
            <Dropdown.ItemIndicator />
            {t("dense")}
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}

/**
 * The columns of the table around `inside` that its width hides. Without rows there are none to measure, and none
 * counts.
 */
function leftOut(inside: Element | null): string[] {
  const row = inside?.closest("section")?.querySelector("tbody tr");
  return [...(row?.querySelectorAll<HTMLElement>("td[data-column]") ?? [])]
    .filter((cell) => getComputedStyle(cell).display === "none")
    .map((cell) => cell.dataset.column!);
}
