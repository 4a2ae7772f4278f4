"use client";

import { ChartColumn, Table } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Panel } from "#components/ui/panel.tsx";
import { toggleGroup, toggleItem } from "#components/ui/toggle-look.ts";
import type { Bar } from "./bars.ts";
import { OutcomeLegend } from "./outcome-legend.tsx";
import { OutcomeTable } from "./outcome-table.tsx";
import { StackedBars } from "./stacked-bars.tsx";

const views = { chart: ChartColumn, table: Table } as const;

/** Messages over time by outcome, as bars or as a table. */
export function OutcomeChart({ title, bars }: { title: string; bars: Bar[] }) {
  const t = useTranslations("chart");
  const [view, setView] = useState<keyof typeof views>("chart");
  return (
    <Panel
      title={title}
      action={
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields
        <div role="group" aria-label={t("view")} className={toggleGroup}>
          {(Object.keys(views) as (keyof typeof views)[]).map((name) => {
            const Icon = views[name];
            return (
              <button
                key={name}
                type="button"
                aria-pressed={view === name}
                onClick={() => setView(name)}
                className={`${toggleItem(view === name)} cursor-pointer`}
              >
                <Icon className="size-3.5" aria-hidden="true" />
                {t(`views.${name}`)}
              </button>
            );
          })}
        </div>
      }
    >
      <OutcomeLegend bars={bars} />
      <div className="mt-4">
        {view === "chart" ? (
          <StackedBars label={title} bars={bars} />
        ) : (
          <OutcomeTable label={title} bars={bars} />
        )}
      </div>
    </Panel>
  );
}
