"use client";

import { useId } from "react";

/** One of many, by the system's own list: it opens well on a phone and finds by typing. */
export function SelectInput({
  name,
  label,
  options,
  placeholder,
  error,
  value,
  onChange,
}: {
  name: string;
  label: string;
  options: { value: string; text: string }[];
  /** Shown while nothing is chosen. */
  placeholder?: string;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="flex w-full flex-col gap-1.5">
      <label htmlFor={id} className={`text-[13px] font-medium ${error ? "text-danger" : ""}`}>
        {label}
      </label>
      <select
        id={id}
        name={name}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        className={`h-9 w-full rounded-lg border bg-[var(--field-background,var(--surface))] px-2.5 text-sm outline-none focus-visible:ring-2 focus-visible:ring-focus ${error ? "border-danger" : "border-[var(--field-border)]"} ${value === "" ? "text-muted" : ""}`}
      >
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-[13px] text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
