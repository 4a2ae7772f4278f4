"use client";

import { inputVariants } from "@heroui/styles";
import { Check, ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useContext, useEffect, useId, useRef, useState } from "react";
import {
  Button,
  ComboBox,
  ComboBoxStateContext,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";

export interface ChooserOption {
  id: number;
  text: string;
}

/** The delay after the last keystroke before the server is asked, in milliseconds. */
const PAUSE_MS = 200;

/** Chooses one of many things, which the server finds by part of a name or by an id. */
export function Chooser({
  label,
  hint,
  error,
  value,
  onChange,
  find,
  isDisabled = false,
}: {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: ChooserOption | null;
  onChange: (value: ChooserOption | null) => void;
  /** Those that contain the text; the first ones if it is empty. */
  find: (text: string) => Promise<ChooserOption[]>;
  isDisabled?: boolean;
}) {
  const t = useTranslations("table");
  const id = useId();
  const [text, setText] = useState(value?.text ?? "");
  const [options, setOptions] = useState<ChooserOption[]>([]);
  const latest = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Another choice elsewhere in the form may take this one away.
  useEffect(() => setText(value?.text ?? ""), [value]);

  const ask = (typed: string) => {
    const turn = ++latest.current;
    void find(typed)
      .catch(() => [])
      .then((found) => {
        if (turn === latest.current) setOptions(found);
      });
  };
  const note = error ?? hint;
  return (
    <ComboBox
      aria-describedby={note === undefined ? undefined : id}
      items={options}
      inputValue={text}
      onInputChange={(typed) => {
        setText(typed);
        if (typed === "" && value !== null) onChange(null);
        clearTimeout(timer.current);
        timer.current = setTimeout(ask, PAUSE_MS, typed === value?.text ? "" : typed);
      }}
      selectedKey={value?.id ?? null}
      onSelectionChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) {
          setText(chosen.text);
          onChange(chosen);
        }
      }}
      onOpenChange={(open) => open && ask("")}
      onBlur={() => setText(value?.text ?? "")}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      allowsEmptyCollection
      allowsCustomValue
      // The server has filtered already.
      defaultFilter={() => true}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <Label className={`text-[13px] font-medium ${error ? "text-danger" : ""}`}>{label}</Label>
      <div className="relative">
        <OpeningInput
          autoComplete="off"
          className={`${inputVariants()} w-full pe-9 ${error ? "border-danger" : ""}`}
        />
        <Button className="absolute inset-y-0 end-0 grid w-9 place-items-center text-muted outline-none">
          <ChevronDown className="size-4" aria-hidden="true" />
        </Button>
      </div>
      {note !== undefined && (
        <p id={id} className={`text-[13px] ${error ? "text-danger" : "text-muted"}`}>
          {note}
        </p>
      )}
      <Popover className="w-(--trigger-width) rounded-xl border border-border bg-overlay shadow-overlay">
        <ListBox
          className="max-h-72 overflow-y-auto p-1.5 outline-none"
          renderEmptyState={() => <p className="px-2 py-3 text-[13px] text-muted">{t("findNone")}</p>}
        >
          {(option: ChooserOption) => (
            <ListBoxItem
              id={option.id}
              textValue={option.text}
              className="flex min-h-8 cursor-pointer items-center justify-between gap-3 rounded-lg px-2 py-1 text-[13px] outline-none data-[focused]:bg-surface-tertiary data-[hovered]:bg-surface-tertiary"
            >
              {({ isSelected }) => (
                <>
                  <bdi className="wrap-anywhere">{option.text}</bdi>
                  {isSelected && <Check className="size-4 shrink-0 text-accent" aria-hidden="true" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** Opens the list when it is clicked, and not whenever it has the focus: the list would cover the field's error. */
function OpeningInput(props: ComponentProps<typeof Input>) {
  const state = useContext(ComboBoxStateContext);
  return <Input {...props} onClick={() => state?.open(null, "manual")} />;
}
