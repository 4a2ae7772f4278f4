"use client";

import { useState } from "react";
import { Panel } from "#components/ui/panel.tsx";
import type { Bar } from "./bars.ts";
import { OutcomeLegend } from "./outcome-legend.tsx";
import { OutcomeTable } from "./outcome-table.tsx";
import { StackedBars } from "./stacked-bars.tsx";
import { type View, ViewChoice } from "./view-choice.tsx";

/** Messages over time by outcome, as bars or as a table. */
export function OutcomeChart({
  title,
  bars,
  href,
}: {
  title: string;
  bars: Bar[];
  /** The link to the messages of the whole chart. */
  href: string;
}) {
  const [view, setView] = useState<View>("chart");
  return (
    <Panel title={title} action={<ViewChoice view={view} onView={setView} />}>
      <OutcomeLegend bars={bars} href={href} />
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
