"use client";

import { ChartColumn, Table } from "lucide-react";
import { useTranslations } from "next-intl";
import { toggleGroup, toggleItem } from "#components/ui/toggle-look.ts";

const views = { chart: ChartColumn, table: Table } as const;
export type View = keyof typeof views;

/** Switches between chart and table. */
export function ViewChoice({ view, onView }: { view: View; onView: (view: View) => void }) {
  const t = useTranslations("chart");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields
    <div role="group" aria-label={t("view")} className={toggleGroup}>
      {(Object.keys(views) as View[]).map((name) => {
        const Icon = views[name];
        return (
          <button
            key={name}
            type="button"
            aria-pressed={view === name}
            onClick={() => onView(name)}
            className={`${toggleItem(view === name)} cursor-pointer`}
          >
            <Icon className="size-3.5" aria-hidden="true" />
            {t(`views.${name}`)}
          </button>
        );
      })}
    </div>
  );
}
