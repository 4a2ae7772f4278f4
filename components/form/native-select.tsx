"use client";

import { inputVariants } from "@heroui/styles";
import { ChevronDown } from "lucide-react";
import { useId } from "react";

/** The system's own select: familiar on a phone, and no JavaScript. */
export function NativeSelect({
  name,
  label,
  value,
  onChange,
  options,
  placeholder,
  error,
}: {
  name: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; text: string }[];
  /** Shown while nothing is selected. */
  placeholder?: string;
  error?: string | undefined;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className={`text-[13px] font-medium ${error ? "text-danger" : ""}`}>
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          name={name}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
          className={`${inputVariants()} w-full appearance-none truncate pe-9 ${error ? "border-danger" : ""} ${value === "" ? "text-muted" : ""}`}
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
        <ChevronDown
          className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-muted"
          aria-hidden="true"
        />
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-[13px] text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
