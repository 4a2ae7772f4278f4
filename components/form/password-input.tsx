"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextInput, type TextInputProps } from "./text-input.tsx";

/** Stands for a stored value that is never sent to the browser. */
export const KEPT = "••••••••";

interface PasswordInputProps
  extends Omit<TextInputProps, "type" | "ltr" | "after" | "value" | "defaultValue" | "placeholder"> {
  /** One is stored, and stays if nothing is typed. */
  kept?: boolean;
}

/** A password or another secret, which its author can have shown. */
export function PasswordInput({ kept = false, ...props }: PasswordInputProps) {
  const t = useTranslations("common.password");
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <TextInput
      {...props}
      {...(kept && { placeholder: KEPT })}
      type={shown ? "text" : "password"}
      ltr
      after={
        <button
          type="button"
          aria-label={t(shown ? "hide" : "show")}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="grid size-8 place-items-center rounded-md text-muted hover:text-foreground"
        >
          <Icon className="size-4" aria-hidden="true" />
        </button>
      }
    />
  );
}
