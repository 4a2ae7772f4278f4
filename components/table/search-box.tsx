import { Search as SearchIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { focusFirstRow } from "./row-keys.ts";
import { useTableAddress } from "./table-address.tsx";

export interface Search {
  /** The parameter that holds the search text. */
  name: string;
  label: string;
  placeholder?: string;
  /** Why the search text cannot be found. */
  problem?: string;
  /** For numbers and other values that are left to right in Arabic too. */
  ltr?: boolean;
}

/** The delay after the last keystroke before the server is asked, in milliseconds. */
const PAUSE_MS = 300;

/** Searches while the user types. `/` focuses it from anywhere on the page; Down moves on to the rows. */
export function SearchBox({ search: { name, label, placeholder, problem, ltr } }: { search: Search }) {
  const t = useTranslations("table");
  const { params, go } = useTableAddress();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const value = params.get(name) ?? "";

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  // Back, forward and Clear all change it from outside.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const submit = () => {
    clearTimeout(timer.current);
    const text = input.current?.value.trim() ?? "";
    if (text !== value) go({ [name]: text || null }, value && text ? "replace" : "push");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") submit();
    if (event.key === "ArrowDown" && focusFirstRow(event.currentTarget.closest("section")))
      event.preventDefault();
    if (event.key === "Escape" && event.currentTarget.value) {
      event.currentTarget.value = "";
      submit();
    }
  };
  return (
    <div className="w-64 min-w-0 @max-2xl:w-full">
      <div className="relative">
        <SearchIcon
          className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted"
          aria-hidden="true"
        />
        <input
          ref={input}
          type="search"
          name={name}
          aria-label={label}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : `${name}-problem`}
          placeholder={placeholder ?? label}
          defaultValue={value}
          dir={ltr && value ? "ltr" : undefined}
          onChange={() => {
            clearTimeout(timer.current);
            timer.current = setTimeout(submit, PAUSE_MS);
          }}
          onKeyDown={onKeyDown}
          className={`h-8 w-full rounded-lg border border-[var(--field-border)] bg-[var(--field-background,var(--surface))] ps-8 pe-8 text-[13px] outline-none placeholder:text-muted focus-visible:border-focus focus-visible:ring-1 focus-visible:ring-focus [&::-webkit-search-cancel-button]:hidden ${ltr && value ? "rtl:text-end" : ""}`}
        />
        {value ? (
          <button
            type="button"
            aria-label={t("clearSearch")}
            className="absolute end-1.5 top-1.5 rounded p-0.5 text-muted hover:text-foreground"
            onClick={() => {
              if (input.current) input.current.value = "";
              submit();
            }}
          >
            <X className="size-4" aria-hidden="true" />
          </button>
        ) : (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute end-2 top-1.5 font-mono rounded border border-border px-1.5 text-[11px] leading-4.5 text-muted pointer-coarse:hidden @max-2xl:hidden"
          >
            /
          </span>
        )}
      </div>
      {problem !== undefined && (
        <p id={`${name}-problem`} className="mt-1 text-[13px] text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
