import { Dropdown, Popover } from "@heroui/react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Chip, ChipLabel, chipTrigger } from "./chip.tsx";
import type { ChoiceFilter } from "./choice-filter.ts";
import { useTableAddress } from "./table-address.tsx";

/** With this many choices they are found by typing. */
const MANY_OPTIONS = 12;

/** Loaded when it is first opened. */
const ChoiceSearch = dynamic(() => import("./choice-search.tsx").then((module) => module.ChoiceSearch), {
  ssr: false,
});

/** A filter as a chip: set it from its menu, clear it with its button. */
export function FilterChip({ filter }: { filter: ChoiceFilter }) {
  const t = useTranslations("table");
  const { params, go } = useTableAddress();
  const { name, label, options } = filter;
  const chosen = (params.get(name)?.split(",") ?? []).filter((value) =>
    options.some((option) => option.value === value),
  );
  const texts = options.filter(({ value }) => chosen.includes(value)).map(({ text }) => text);
  const Choices = options.length < MANY_OPTIONS ? ChoiceMenu : ChoicePopover;
  return (
    <Chip isSet={texts.length > 0} label={label} onClear={() => go({ [name]: null })}>
      <Choices
        filter={filter}
        chosen={chosen}
        text={texts.length > 0 ? texts.join(t("and")) : null}
        onChoose={(values) => go({ [name]: values.join(",") || null })}
      />
    </Chip>
  );
}

interface ChoicesProps {
  filter: ChoiceFilter;
  chosen: string[];
  /** The chosen value, as text. */
  text: string | null;
  onChoose: (values: string[]) => void;
}

function ChoiceMenu({ filter: { label, options, many = false }, chosen, text, onChoose }: ChoicesProps) {
  return (
    <Dropdown>
      <Dropdown.Trigger className={chipTrigger(text !== null)}>
        <ChipLabel label={label} value={text} />
      </Dropdown.Trigger>
      <Dropdown.Popover
        placement="bottom start"
        className="max-h-80 max-w-[min(24rem,calc(100vw-2rem))] min-w-44 overflow-y-auto"
      >
        <Dropdown.Menu
          aria-label={label}
          selectionMode={many ? "multiple" : "single"}
          selectedKeys={chosen}
          onSelectionChange={(keys) =>
            onChoose(options.map(({ value }) => value).filter((value) => keys === "all" || keys.has(value)))
          }
        >
          {options.map(({ value, text: words, look }) => (
            <Dropdown.Item key={value} id={value} textValue={words}>
              <Dropdown.ItemIndicator />
              {look ?? <bdi className="truncate">{words}</bdi>}
            </Dropdown.Item>
          ))}
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}

function ChoicePopover({ filter, chosen, text, onChoose }: ChoicesProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover isOpen={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger className={chipTrigger(text !== null)}>
        <ChipLabel label={filter.label} value={text} />
      </Popover.Trigger>
      {/* The dialog itself, so that the buttons that close it for screen readers are inside. */}
      <Popover.Content
        aria-label={filter.label}
        placement="bottom start"
        className="w-80 max-w-[calc(100vw-2rem)] outline-none"
      >
        <ChoiceSearch
          filter={filter}
          chosen={chosen}
          onChoose={(values) => {
            if (!filter.many) setOpen(false);
            onChoose(values);
          }}
        />
      </Popover.Content>
    </Popover>
  );
}
