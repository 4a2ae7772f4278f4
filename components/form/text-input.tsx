"use client";

import { Description, FieldError, Input, Label, TextArea, TextField } from "@heroui/react";
import { type HTMLInputTypeAttribute, type ReactNode, useLayoutEffect, useRef, useState } from "react";

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
  dir?: "ltr" | "rtl" | "auto";
  /** Something to press inside the field, behind its text. */
  after?: ReactNode;
}

/** A labelled text field: label above, hint below, the error in place of the hint. */
export function TextInput({
  label,
  hint,
  error,
  ltr = false,
  rows,
  dir,
  required,
  placeholder,
  value,
  defaultValue,
  onChange,
  after,
  ...field
}: TextInputProps) {
  const [own, setOwn] = useState(defaultValue ?? "");
  const shown = value ?? own;
  const change = (typed: string) => {
    setOwn(typed);
    onChange?.(typed);
  };
  const element = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  // What somebody typed, or their browser filled in, before React took over: it would not know, and take it away.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it takes over
  useLayoutEffect(() => {
    const early = element.current?.value;
    if (early && early !== shown.replaceAll("\r\n", "\n")) change(early);
  }, []);
  const direction = ltr ? "ltr" : dir;
  // On an Arabic page it is aligned to the page's start, which is the end of its own direction.
  const look = `w-full ${ltr ? "rtl:text-end" : ""}`;
  return (
    <TextField
      {...field}
      value={shown}
      onChange={change}
      isInvalid={error !== undefined}
      isRequired={required ?? false}
      validationBehavior="aria"
      className="flex w-full flex-col gap-1.5"
    >
      <Label className="text-[13px] font-medium">{label}</Label>
      {after !== undefined ? (
        // In the field's own direction: what is behind its text is at the same side in both languages.
        <div className="relative" dir={direction}>
          <Input ref={element} className={`${look} pe-10`} placeholder={placeholder} />
          <div className="absolute inset-y-0 end-1 grid place-items-center">{after}</div>
        </div>
      ) : rows === undefined ? (
        <Input ref={element} className={look} dir={direction} placeholder={placeholder} />
      ) : (
        <TextArea ref={element} className={look} dir={direction} rows={rows} placeholder={placeholder} />
      )}
      {error === undefined ? (
        hint && <Description className="text-[13px] text-muted">{hint}</Description>
      ) : (
        <FieldError className="text-[13px] text-danger">{error}</FieldError>
      )}
    </TextField>
  );
}
