"use client";

import { Button, toast } from "@heroui/react";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";

/** Copies, and shows a tick. `label` says what is copied, for screen readers. */
export function CopyButton({
  value,
  label,
  text,
  autoFocus = false,
}: {
  value: string;
  label?: string;
  text?: string;
  autoFocus?: boolean;
}) {
  const t = useTranslations("common.actions");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(setCopied, 1500, false);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <Button
      size="sm"
      variant={text ? "outline" : "ghost"}
      isIconOnly={!text}
      autoFocus={autoFocus}
      aria-label={copied ? t("copied") : (label ?? text ?? t("copy"))}
      onPress={async () => {
        if (await copyText(value)) setCopied(true);
        else toast.danger(t("notCopied"));
      }}
    >
      <Icon className={`size-4 ${copied ? "text-accent" : ""}`} aria-hidden="true" />
      {text && (copied ? t("copied") : text)}
      <span role="status" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </Button>
  );
}
