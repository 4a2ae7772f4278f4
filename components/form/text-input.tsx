"use client";

import { inputVariants, textAreaVariants } from "@heroui/styles";
import {
  type HTMLInputTypeAttribute,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

export interface TextInputProps {
  name: string;
  label: string;
  hint?: ReactNode;
  /** Shown in place of the hint, and announced. */
  error?: string | undefined;
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  onBlur?: () => void;
  type?: HTMLInputTypeAttribute;
  autoComplete?: string;
  autoFocus?: boolean;
  inputMode?: "numeric" | "text";
  required?: boolean;
  maxLength?: number;
  placeholder?: string;
  /** For values that stay left to right in Arabic: addresses, e-mails, tokens. */
  ltr?: boolean;
  rows?: number;
  /** For values in one language. Others take the direction of what is typed. */
  dir?: "ltr" | "rtl";
  /** Something to press inside the field, behind its text. */
  after?: ReactNode;
}

/**
 * A labelled text field: label above, hint below, the error in place of the hint and announced. Plain elements in
 * HeroUI's look: its own text field would load the lists of its combo box with every form.
 */
export function TextInput({
  label,
  hint,
  error,
  ltr = false,
  rows,
  dir,
  required = false,
  value,
  defaultValue,
  onChange,
  autoFocus = false,
  type = "text",
  after,
  ...field
}: TextInputProps) {
  const [own, setOwn] = useState(defaultValue ?? "");
  const shown = value ?? own;
  const change = (typed: string) => {
    setOwn(typed);
    onChange?.(typed);
  };
  const id = useId();
  const element = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // What somebody typed, or their browser filled in, before React took over: it would not know, and take it away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it takes over
  useLayoutEffect(() => {
    const early = element.current?.value;
    if (early && early !== shown.replaceAll("\r\n", "\n")) change(early);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it appears
  useEffect(() => {
    if (autoFocus) element.current?.focus();
  }, []);
  // A form that is reset empties what nobody else controls.
  useEffect(() => {
    const form = element.current?.form;
    const reset = () => setOwn(defaultValue ?? "");
    form?.addEventListener("reset", reset);
    return () => form?.removeEventListener("reset", reset);
  }, [defaultValue]);
  // An empty field has the page's direction, and its caret and its placeholder stand at the page's start.
  const direction = ltr ? "ltr" : (dir ?? (shown === "" ? undefined : "auto"));
  const isInvalid = error !== undefined;
  // On an Arabic page it is aligned to the page's start, which is the end of its own direction.
  const look = `w-full ${ltr ? "rtl:text-end" : ""}`;
  const control = {
    ...field,
    ref: element,
    id,
    value: shown,
    onChange: ({ target }: { target: { value: string } }) => change(target.value),
    "aria-required": required || undefined,
    "aria-invalid": isInvalid || undefined,
    "aria-describedby": `${id}-note`,
    // HeroUI's style for it.
    "data-invalid": isInvalid || undefined,
  };
  return (
    <div
      data-required={required || undefined}
      data-invalid={isInvalid || undefined}
      className="flex w-full flex-col gap-1.5"
    >
      <label htmlFor={id} className="label text-[13px] font-medium">
        {label}
      </label>
      {after !== undefined ? (
        // In the field's own direction: what is behind its text is at the same side in both languages.
        <div className="relative" dir={direction}>
          <input {...control} type={type} className={`${inputVariants()} ${look} pe-10`} />
          <div className="absolute inset-y-0 end-1 grid place-items-center">{after}</div>
        </div>
      ) : rows === undefined ? (
        <input {...control} type={type} className={`${inputVariants()} ${look}`} dir={direction} />
      ) : (
        <textarea
          {...control}
          rows={rows}
          // What runs left to right on every page and takes several lines is code.
          className={`${textAreaVariants()} ${look} ${ltr ? "font-mono text-[13px]" : ""}`}
          dir={direction}
        />
      )}
      {/* There before it has something to announce. */}
      <div
        id={`${id}-note`}
        aria-live="polite"
        data-visible
        className={`text-[13px] wrap-break-word empty:absolute ${isInvalid ? "field-error text-danger" : "text-muted"}`}
      >
        {isInvalid ? error : hint}
      </div>
    </div>
  );
}
