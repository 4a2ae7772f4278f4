import { Dropdown } from "@heroui/react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Chip, ChipLabel, chipTrigger } from "./chip.tsx";
import { useTableAddress } from "./table-address.tsx";

export interface ChoiceFilter {
  kind: "choice";
  /** The parameter that holds the chosen value, or several as `a,b`. */
  name: string;
  label: string;
  options: { value: string; text: string; look?: ReactNode }[];
  /** Several may be chosen. */
  many?: boolean;
}

/** A filter as a chip: choose from its menu, take it away with its cross. */
export function FilterChip({ filter: { name, label, options, many = false } }: { filter: ChoiceFilter }) {
  const t = useTranslations("table");
  const { params, go } = useTableAddress();
  const chosen = (params.get(name)?.split(",") ?? []).filter((value) =>
    options.some((option) => option.value === value),
  );
  const texts = options.filter(({ value }) => chosen.includes(value)).map(({ text }) => text);
  return (
    <Chip isSet={texts.length > 0} label={label} onClear={() => go({ [name]: null })}>
      <Dropdown>
        <Dropdown.Trigger className={chipTrigger(texts.length > 0)}>
          <ChipLabel label={label} value={texts.length > 0 ? texts.join(t("and")) : null} />
        </Dropdown.Trigger>
        <Dropdown.Popover placement="bottom start" className="max-h-80 min-w-44 overflow-y-auto">
          <Dropdown.Menu
            aria-label={label}
            selectionMode={many ? "multiple" : "single"}
            selectedKeys={chosen}
            onSelectionChange={(keys) => {
              const values = options
                .map(({ value }) => value)
                .filter((value) => keys === "all" || keys.has(value));
              go({ [name]: values.join(",") || null });
            }}
          >
            {options.map(({ value, text, look }) => (
              <Dropdown.Item key={value} id={value} textValue={text}>
                <Dropdown.ItemIndicator />
                {look ?? <bdi className="truncate">{text}</bdi>}
              </Dropdown.Item>
            ))}
          </Dropdown.Menu>
        </Dropdown.Popover>
      </Dropdown>
    </Chip>
  );
}
