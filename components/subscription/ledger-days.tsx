"use client";

import { Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { DayInput } from "#components/form/day-input.tsx";

interface Days {
  from: string;
  to: string;
}

/** Chooses any days as the ledger's period. */
export function LedgerDays({ from, to, onChoose }: Days & { onChoose: (days: Days) => void }) {
  const t = useTranslations("subscription.periods");
  const [days, setDays] = useState({ from, to });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(days);
  };
  return (
    <form onSubmit={submit} className="mt-3 flex flex-col gap-2 border-t border-separator pt-3">
      <DayInput
        label={t("from")}
        value={days.from}
        max={days.to}
        onChange={(day) => setDays({ ...days, from: day })}
      />
      <DayInput
        label={t("to")}
        value={days.to}
        min={days.from}
        onChange={(day) => setDays({ ...days, to: day })}
      />
      <Button type="submit" size="sm" variant="outline" isDisabled={!days.from || !days.to}>
        {t("apply")}
      </Button>
    </form>
  );
}
