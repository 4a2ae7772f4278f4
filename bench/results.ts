import type { Measured } from "./load.ts";
import { type Options, VARIANTS, type Variant } from "./options.ts";

/** One variant at one connection count, once for each round. */
export type Runs = Map<string, Measured[]>;

export const keyOf = (variant: Variant, connections: number) => `${variant} ${connections}`;

export interface Row extends Pick<Measured, "perSecond" | "p50" | "p99" | "generatorCpu"> {
  variant: Variant;
  connections: number;
}

export interface Ratio {
  what: string;
  connections: number;
  value: number;
  target?: { text: string; reached: boolean };
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Medians over the rounds. */
export function rowsOf(runs: Runs, { only, connections }: Options): Row[] {
  return connections.flatMap((count) =>
    only.map((variant) => {
      const all = runs.get(keyOf(variant, count))!;
      const of = (name: "perSecond" | "p50" | "p99" | "generatorCpu") => median(all.map((run) => run[name]));
      return {
        variant,
        connections: count,
        perSecond: of("perSecond"),
        p50: of("p50"),
        p99: of("p99"),
        generatorCpu: of("generatorCpu"),
      };
    }),
  );
}

/**
 * The product against the others. Each ratio is taken within a round, where both had the same noise around
 * them, and the median of those is reported.
 */
export function ratiosOf(runs: Runs, { only, connections }: Options): Ratio[] {
  const within = (
    other: Variant,
    count: number,
    name: "perSecond" | "p99",
    what: string,
    target?: { text: string; holds: (value: number) => boolean },
  ): Ratio[] => {
    const mine = runs.get(keyOf("a", count));
    const theirs = runs.get(keyOf(other, count));
    if (!mine || !theirs) return [];
    const value = median(mine.map((run, round) => run[name] / theirs[round]![name]));
    const judged = target && { text: target.text, reached: target.holds(value) };
    return [{ what, connections: count, value, ...(judged ? { target: judged } : {}) }];
  };
  const atLeast = (least: number) => ({ text: `at least ${least}`, holds: (v: number) => v >= least });
  const third = { text: "at most 0.33", holds: (v: number) => v <= 1 / 3 };
  const near = { text: "at least 0.9", holds: (v: number) => v >= 0.9 };
  if (!only.includes("a")) return [];
  return connections.flatMap((count) => [
    ...within("b", count, "perSecond", "sends, a / b", count === 64 ? atLeast(4) : undefined),
    ...within("b", count, "p99", "p99, a / b", count === 64 ? third : undefined),
    ...within(
      "c",
      count,
      "perSecond",
      "sends, a / c",
      count === 64 ? atLeast(2.5) : count === 1 ? near : undefined,
    ),
    ...within("d", count, "perSecond", "sends, a / d"),
  ]);
}

export function tableOf(rows: Row[]): string {
  const line = (cells: string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(54) : cell.padStart(12))).join("");
  const text = [line(["", "connections", "sends/s", "p50 ms", "p99 ms", "generator"])];
  rows.forEach((row, i) => {
    if (i > 0 && rows[i - 1]!.connections !== row.connections) text.push("");
    const name = `(${row.variant}) ${VARIANTS[row.variant].split(":")[0]}`;
    text.push(
      line([
        name,
        String(row.connections),
        row.perSecond.toFixed(0),
        row.p50.toFixed(2),
        row.p99.toFixed(2),
        `${(row.generatorCpu * 100).toFixed(0)} %`,
      ]),
    );
  });
  return text.join("\n");
}

export function ratioTableOf(ratios: Ratio[]): string {
  return ratios
    .map(({ what, connections, value, target }) => {
      const judged = target ? `  ${target.reached ? "reached" : "missed"} (${target.text})` : "";
      return `${what.padEnd(16)} at ${String(connections).padStart(3)}  ${value.toFixed(2).padStart(6)}${judged}`;
    })
    .join("\n");
}
