import { Button, Dropdown } from "@heroui/react";
import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTableAddress } from "./table-address.tsx";
import type { ColumnLook } from "./table-features.ts";

interface MenuColumn {
  id: string;
  columnDef: { meta?: ColumnLook | undefined };
  getIsVisible(): boolean;
}

const DENSE = "dense ";

/** Which columns are seen, and how close the rows stand. */
export function ViewMenu({ columns, dense }: { columns: MenuColumn[]; dense: boolean }) {
  const t = useTranslations("table");
  const { go } = useTableAddress();
  const choosable = columns.filter(({ columnDef }) => columnDef.meta && !columnDef.meta.main);
  const shown = choosable.filter((column) => column.getIsVisible()).map(({ id }) => id);
  return (
    <Dropdown>
      <Button isIconOnly size="sm" variant="outline" aria-label={t("view")}>
        <SlidersHorizontal className="size-4" aria-hidden="true" />
      </Button>
      <Dropdown.Popover placement="bottom end" className="min-w-48">
        <Dropdown.Menu
          aria-label={t("view")}
          selectionMode="multiple"
          selectedKeys={dense ? [...shown, DENSE] : shown}
          onSelectionChange={(keys) => {
            const isOn = (key: string) => keys === "all" || keys.has(key);
            const hidden = choosable.map(({ id }) => id).filter((id) => !isOn(id));
            go({ hide: hidden.join(",") || null, dense: isOn(DENSE) ? "1" : null }, "replace");
          }}
        >
          {choosable.map(({ id, columnDef }) => (
            <Dropdown.Item key={id} id={id} textValue={columnDef.meta!.name}>
              <Dropdown.ItemIndicator />
              {columnDef.meta!.name}
            </Dropdown.Item>
          ))}
          <Dropdown.Item id={DENSE} textValue={t("dense")} className="border-t border-separator">
            <Dropdown.ItemIndicator />
            {t("dense")}
          </Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}
