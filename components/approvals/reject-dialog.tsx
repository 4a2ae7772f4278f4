"use client";

import { Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Choice } from "#components/form/choice.tsx";
import { FormDialog } from "#components/form/form-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";

/** The same reasons in both languages: they are read by the developer, not by the admin. */
export type StockReasons = Record<"en" | "ar", string[]>;

/** Asks for the reason: one of the common ones, or free text. */
export function RejectDialog({
  name,
  stock,
  language: initial,
  problem,
  busy,
  onReject,
  onClose,
}: {
  name: string;
  stock: StockReasons;
  language: "en" | "ar";
  problem: string | undefined;
  busy: boolean;
  onReject: (reason: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("approvals");
  const [language, setLanguage] = useState(initial);
  const [reason, setReason] = useState("");
  return (
    <FormDialog
      title={t("rejectTitle", { name })}
      lead={t("rejectText")}
      verb={t("reject")}
      busy={busy}
      onSubmit={() => onReject(reason)}
      onClose={onClose}
    >
      <TextInput
        name="reason"
        label={t("reason")}
        error={problem}
        value={reason}
        onChange={setReason}
        rows={3}
        maxLength={500}
        autoFocus
      />
      <Choice
        name="reason-language"
        label={t("stock")}
        value={language}
        onChange={setLanguage}
        options={[
          { value: "ar", text: "العربية" },
          { value: "en", text: "English" },
        ]}
      />
      <ul
        lang={language}
        dir={language === "ar" ? "rtl" : "ltr"}
        className="flex flex-col items-start gap-1.5"
      >
        {stock[language].map((text) => (
          <li key={text}>
            <Button
              size="sm"
              variant="outline"
              className="h-auto min-h-8 py-1 text-start whitespace-normal"
              onPress={() => setReason(text)}
            >
              {text}
            </Button>
          </li>
        ))}
      </ul>
    </FormDialog>
  );
}
