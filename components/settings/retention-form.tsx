"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "#components/form/confirm-dialog.tsx";
import { TextInput } from "#components/form/text-input.tsx";
import { type SaveSetting, SettingForm } from "./setting-form.tsx";

type Periods = Record<"messages" | "refusals" | "audit" | "notices", number | null>;
const kinds = ["messages", "refusals", "audit", "notices"] as const;

/** How long data is kept. A shorter period deletes data, so it asks for confirmation. */
export function RetentionForm({ value, onSave }: { value: Periods; onSave: SaveSetting }) {
  const t = useTranslations("settings.retention");
  const [held, setHeld] = useState<() => void>();
  const shortens = (next: Periods | undefined) =>
    !next || kinds.some((kind) => (next[kind] ?? Infinity) < (value[kind] ?? Infinity));
  return (
    <>
      <SettingForm
        id="retention"
        title={t("title")}
        lead={t("lead")}
        schema="retention"
        was={value}
        read={(form) => Object.fromEntries(kinds.map((kind) => [kind, form.get(kind)]))}
        onSave={onSave}
        confirm={(next, save) => {
          if (!shortens(next as Periods | undefined)) return false;
          setHeld(() => save);
          return true;
        }}
      >
        {(errorOf) => (
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4">
            {kinds.map((kind) => (
              <TextInput
                key={kind}
                name={kind}
                label={t(kind)}
                hint={t(kind === "messages" ? "messagesHint" : "days")}
                error={errorOf(kind)}
                defaultValue={String(value[kind] ?? "")}
                placeholder={t("forever")}
                inputMode="numeric"
                ltr
                autoComplete="off"
              />
            ))}
          </div>
        )}
      </SettingForm>
      <ConfirmDialog
        isOpen={held !== undefined}
        onOpenChange={(open) => !open && setHeld(undefined)}
        title={t("sure")}
        consequence={<p>{t("consequence")}</p>}
        verb={t("confirm")}
        onConfirm={() => {
          held?.();
          setHeld(undefined);
        }}
      />
    </>
  );
}
