import type { Measured } from "./load.ts";
import { type Options, VARIANTS, type Variant } from "./options.ts";

/** One variant at one connection count, one entry per round. */
export type Runs = Map<string, Run[]>;

/** What the generator measured, and what a send cost. */
export interface Run extends Measured {
  /** Bytes of write-ahead log. */
  walBytes: number;
  /** Microseconds of the server's CPU; NaN for the yardstick, which has no server. */
  serverMicros: number;
}

export const keyOf = (variant: Variant, connections: number) => `${variant} ${connections}`;

const COLUMNS = ["perSecond", "p50", "p99", "walBytes", "serverMicros", "generatorCpu"] as const;
type Column = (typeof COLUMNS)[number];

export interface Row extends Record<Column, number> {
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
      const of = (name: Column) => median(all.map((run) => run[name]));
      const values = Object.fromEntries(COLUMNS.map((name) => [name, of(name)])) as Record<Column, number>;
      return { variant, connections: count, ...values };
    }),
  );
}

interface Target {
  text: string;
  holds: (value: number) => boolean;
}
const atLeast = (least: number): Target => ({ text: `at least ${least}`, holds: (value) => value >= least });
const atMost = (most: number): Target => ({ text: `at most ${most}`, holds: (value) => value <= most });

/** What is compared with what, and the aim of each ratio at each connection count. */
const COMPARED: [Variant, Variant, Column, string, Record<number, Target>?][] = [
  ["a", "b", "perSecond", "sends", { 64: atLeast(4) }],
  ["a", "b", "p99", "p99", { 64: atMost(0.33) }],
  ["a", "c", "perSecond", "sends", { 1: atLeast(0.9), 64: atLeast(2.5) }],
  ["a", "d", "perSecond", "sends"],
  ["e", "a", "perSecond", "sends", { 64: atLeast(0.9), 128: atLeast(0.9) }],
  ["a", "f", "perSecond", "sends"],
  ["a", "f", "p50", "p50"],
  ["a", "f", "p99", "p99"],
  ["a", "f", "walBytes", "WAL a send"],
  ["a", "f", "serverMicros", "server CPU a send"],
  ["g", "f", "perSecond", "sends"],
  ["e", "g", "perSecond", "sends"],
  ["e", "g", "p99", "p99"],
];

/** Each ratio is computed within a round, where both had the same noise around them; the median is reported. */
export function ratiosOf(runs: Runs, { connections }: Options): Ratio[] {
  return connections.flatMap((count) =>
    COMPARED.flatMap(([one, other, column, name, targets = {}]): Ratio[] => {
      const mine = runs.get(keyOf(one, count));
      const theirs = runs.get(keyOf(other, count));
      if (!mine || !theirs) return [];
      const value = median(mine.map((run, round) => run[column] / theirs[round]![column]));
      const target = targets[count];
      const verdict = target ? { target: { text: target.text, reached: target.holds(value) } } : {};
      return [{ what: `${name}, ${one} / ${other}`, connections: count, value, ...verdict }];
    }),
  );
}

export function tableOf(rows: Row[]): string {
  const line = (cells: string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(54) : cell.padStart(11))).join("");
  const text = [line(["", "clients", "sends/s", "p50 ms", "p99 ms", "WAL bytes", "server µs", "generator"])];
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
        row.walBytes.toFixed(0),
        Number.isNaN(row.serverMicros) ? "" : row.serverMicros.toFixed(0),
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
      return `${what.padEnd(25)} at ${String(connections).padStart(3)}  ${value.toFixed(2).padStart(6)}${judged}`;
    })
    .join("\n");
}
