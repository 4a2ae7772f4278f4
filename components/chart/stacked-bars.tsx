"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import { totalOf } from "#core/message/outcomes.ts";
import { BarStack } from "./bar-stack.tsx";
import { BarTooltip } from "./bar-tooltip.tsx";
import type { Bar } from "./bars.ts";
import { scaleOf } from "./scale.ts";
import { useBarNames } from "./use-bar-names.ts";
import { useNumbers } from "./use-numbers.ts";

/** With this few bars each has room for its number. */
const MAX_LABELLED_BARS = 10;

/**
 * Bars from 0 upwards, with time running from the start side. The chart is one Tab stop; arrow keys move between bars
 * in the page's direction, and the focused bar shows the same tooltip as a hovered one. On touch, the first tap shows
 * it and the second follows the link.
 */
export function StackedBars({ label, bars }: { label: string; bars: Bar[] }) {
  const t = useTranslations("chart");
  const { full, short } = useNumbers();
  const nameOf = useBarNames();
  const hint = useId();
  const list = useRef<HTMLUListElement>(null);
  const firstTouch = useRef(false);
  const [shown, setShown] = useState<number | null>(null);
  const [stop, setStop] = useState(bars.length - 1);

  const totals = bars.map(({ outcomes }) => totalOf(outcomes));
  const { top, lines } = scaleOf(Math.max(...totals));
  const share = (n: number) => `${(100 * n) / top}%`;
  const widest = lines.map(short).reduce((a, b) => (b.length > a.length ? b : a), "");

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Escape") return setShown(null);
    const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
    const place = { ArrowRight: stop + forward, ArrowLeft: stop - forward, Home: 0, End: bars.length - 1 }[
      event.key
    ];
    if (place === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(place, 0), bars.length - 1);
    list.current?.querySelectorAll<HTMLElement>("[data-bar]")[next]?.focus();
  };

  return (
    <div className="grid h-[16.5rem] grid-cols-[auto_1fr] grid-rows-[1fr_auto] gap-x-2 pt-4 text-xs text-muted">
      <div aria-hidden="true" className="tabular relative text-end">
        <span className="invisible">{widest}</span>
        {lines.map((line) => (
          <span
            key={line}
            className="absolute end-0 translate-y-1/2 leading-none"
            style={{ bottom: share(line) }}
          >
            {short(line)}
          </span>
        ))}
      </div>
      <div className="relative">
        {lines.map((line) => (
          <div
            key={line}
            className={`absolute inset-x-0 border-t ${line === 0 ? "border-border" : "border-separator"}`}
            style={{ bottom: share(line) }}
          />
        ))}
        {totals.every((total) => total === 0) && (
          <p className="absolute inset-0 grid place-items-center text-sm">{t("none")}</p>
        )}
        <p id={hint} className="sr-only">
          {t("keys")}
        </p>
        <ul
          ref={list}
          aria-label={label}
          aria-describedby={hint}
          className="absolute inset-0 flex"
          onPointerLeave={() => setShown(null)}
        >
          {bars.map((bar, index) => {
            const on = {
              "data-bar": "",
              "aria-label": nameOf(bar),
              tabIndex: index === stop ? 0 : -1,
              className: `group relative block h-full w-full rounded-sm outline-offset-1 ${shown === index ? "bg-surface-secondary" : ""}`,
              onKeyDown,
              onFocus: () => {
                setStop(index);
                setShown(index);
              },
              onBlur: () => setShown(null),
              onPointerEnter: () => setShown(index),
              onPointerDown: ({ pointerType, currentTarget }: PointerEvent<HTMLElement>) => {
                firstTouch.current = pointerType === "touch" && currentTarget !== document.activeElement;
              },
            };
            const body = (
              <BarStack
                outcomes={bar.outcomes}
                top={top}
                label={
                  bars.length <= MAX_LABELLED_BARS && totals[index]! > 0 ? short(totals[index]!) : undefined
                }
              />
            );
            return (
              <li key={bar.start} className="@container min-w-0 flex-1 px-px">
                {bar.href ? (
                  <Link
                    {...on}
                    href={bar.href}
                    prefetch={false}
                    onClick={(event) => {
                      if (!firstTouch.current) return;
                      event.preventDefault();
                      event.currentTarget.focus();
                    }}
                  >
                    {body}
                  </Link>
                ) : (
                  <button type="button" {...on}>
                    {body}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
        {shown !== null && bars[shown] && (
          <BarTooltip bar={bars[shown]} place={(shown + 0.5) / bars.length} format={full} />
        )}
      </div>
      <div />
      <Axis bars={bars} />
    </div>
  );
}

/** With this share of all bars a month has room for its name. */
const ROOM_FOR_NAME = 1 / 4;

/** The times below the bars: some of them, so that they do not touch, and for days the months below these. */
function Axis({ bars }: { bars: Bar[] }) {
  const every = Math.ceil(bars.length / 7);
  const months: { start: string; name: string; days: number }[] = [];
  for (const { start, month } of bars) {
    if (month === null) continue;
    const last = months.at(-1);
    if (last?.name === month) last.days++;
    else months.push({ start, name: month, days: 1 });
  }
  return (
    <div aria-hidden="true" data-axis className="tabular">
      <div className="flex h-6 items-end">
        {bars.map(({ start, tick }, index) => (
          <span key={start} className="flex min-w-0 flex-1 justify-center">
            {(bars.length - 1 - index) % every === 0 && <bdi className="whitespace-nowrap">{tick}</bdi>}
          </span>
        ))}
      </div>
      {months.length > 0 && (
        <div className="flex h-5 items-end">
          {months.map(({ start, name, days }) => (
            <span
              key={start}
              data-month
              className="min-w-0 border-separator ps-1.5 whitespace-nowrap not-first:border-s"
              style={{ flex: days }}
            >
              {days >= bars.length * ROOM_FOR_NAME && name}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
