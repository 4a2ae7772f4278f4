"use client";

import { Description, FieldError, Input, Label, TextArea, TextField } from "@heroui/react";
import type { HTMLInputTypeAttribute, ReactNode } from "react";

export interface TextInputProps {
  name: string;
  label: string;
  hint?: ReactNode;
  /** In place of the hint, and announced. */
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
  /** For what keeps its direction in Arabic: addresses, e-mails, tokens. */
  ltr?: boolean;
  rows?: number;
  dir?: "ltr" | "rtl" | "auto";
}

/** A labelled text field: label above, hint below, the error in its place. */
export function TextInput({
  label,
  hint,
  error,
  ltr = false,
  rows,
  dir,
  required,
  placeholder,
  ...field
}: TextInputProps) {
  const direction = ltr ? "ltr" : dir;
  const look = `w-full ${ltr ? "text-start rtl:text-right" : ""}`;
  return (
    <TextField
      {...field}
      isInvalid={error !== undefined}
      isRequired={required ?? false}
      validationBehavior="aria"
      className="flex w-full flex-col gap-1.5"
    >
      <Label className="text-[13px] font-medium">{label}</Label>
      {rows === undefined ? (
        <Input className={look} dir={direction} placeholder={placeholder} />
      ) : (
        <TextArea className={look} dir={direction} rows={rows} placeholder={placeholder} />
      )}
      {error === undefined ? (
        hint && <Description className="text-[13px] text-muted">{hint}</Description>
      ) : (
        <FieldError className="text-[13px] text-danger">{error}</FieldError>
      )}
    </TextField>
  );
}
