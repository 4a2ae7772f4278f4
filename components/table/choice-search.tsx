import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Autocomplete, ListBox, ListBoxItem } from "react-aria-components";
import { FindField } from "#components/form/find-field.tsx";
import { nameMatches } from "#core/input/search-fold.ts";
import type { ChoiceFilter } from "./choice-filter.ts";

/** The choices of a filter that has many, filtered by part of a name. */
export function ChoiceSearch({
  filter: { label, options, many = false },
  chosen,
  onChoose,
}: {
  filter: ChoiceFilter;
  chosen: string[];
  onChoose: (values: string[]) => void;
}) {
  const t = useTranslations("table");
  // Chosen ones come first, in the order they had when the list was opened.
  const [first] = useState(() => new Set(chosen));
  const inOrder = [
    ...options.filter(({ value }) => first.has(value)),
    ...options.filter(({ value }) => !first.has(value)),
  ];
  return (
    <Autocomplete filter={nameMatches}>
      <FindField label={t("find", { label })} className="h-10 px-3 text-[13px]" />
      <ListBox
        aria-label={label}
        items={inOrder}
        selectionMode={many ? "multiple" : "single"}
        selectedKeys={chosen}
        // Closes the list, and keeps what is chosen.
        escapeKeyBehavior="none"
        onSelectionChange={(keys) =>
          onChoose(options.map(({ value }) => value).filter((value) => keys === "all" || keys.has(value)))
        }
        className="max-h-72 overflow-y-auto p-1.5 outline-none"
        renderEmptyState={() => <p className="px-2 py-3 text-[13px] text-muted">{t("findNone")}</p>}
      >
        {({ value, text, look }) => (
          <ListBoxItem
            id={value}
            textValue={text}
            className="flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-lg px-2 py-1 text-[13px] outline-none data-[focused]:bg-surface-tertiary data-[hovered]:bg-surface-tertiary"
          >
            {({ isSelected }) => (
              <>
                {look ?? <bdi className="wrap-anywhere">{text}</bdi>}
                {isSelected && <Check className="size-4 shrink-0 text-accent" aria-hidden="true" />}
              </>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Autocomplete>
  );
}
