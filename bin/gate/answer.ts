import { type AccountName, namesOf } from "#core/customer/account-name.ts";

/** Every time is written in UTC and whole seconds. */
export function time(at: Date | null): string {
  return at ? `${at.toISOString().slice(0, 19)}Z` : "";
}

/** Names and times in JSON: `endsAt` becomes `ends_at`, a Date becomes text. */
export function toJson(value: unknown): unknown {
  if (value instanceof Date) return time(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .flatMap(([name, each]) =>
        name === "accountName"
          ? namesIn(each as AccountName | null)
          : [[snake(name), toJson(each)] as [string, unknown]],
      ),
  );
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The names of the account of another thing. */
const namesIn = (names: AccountName | null): [string, unknown][] => [
  ["account_name", names?.name ?? null],
  ["account_arabic_name", names?.arabicName ?? null],
];

/** An account's name, or both where it has one in each language. */
export function names(of: AccountName | null): string {
  return of === null ? "" : namesOf(of).join(", ");
}

type Cell = string | number | boolean | Date | null | undefined;

/** A table of aligned columns; `none` if there are no rows. */
export function table(rows: Record<string, Cell>[], none: string): string {
  const [first] = rows;
  if (!first) return none;
  const heads = Object.keys(first);
  const lines = [heads, ...rows.map((row) => heads.map((head) => cell(row[head])))];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => width(line[column]!))));
  return lines
    .map((line) => line.map((text, column) => text + " ".repeat(widths[column]! - width(text))).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Names and values, one pair per line. */
export function sheet(values: Record<string, Cell>): string {
  const shown = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const longest = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(longest)}  ${cell(value)}`).join("\n");
}

const cell = (value: Cell) => (value instanceof Date ? time(value) : oneLine(String(value ?? "")));

/** On one line, without terminal control sequences: a carrier may answer anything. */
export function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ");
}

const width = (text: string) => [...text].length;
