import { z } from "zod";
import { cleaned } from "#core/input/cleaned.ts";
import { problem } from "#core/input/problem.ts";
import { searchFold } from "#core/input/search-fold.ts";
import { line } from "#core/input/text.ts";
import { value } from "#core/input/value.ts";
import { PAGE_SIZES } from "./page-sizes.ts";

/** What stands behind the `?` of a page's address, as Next hands it on. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** Where a page of a list begins: opaque, and made by the service that reads it. */
const cursor = z
  .string()
  .regex(/^[\w.-]{1,100}$/)
  .optional();

const columnNames = z
  .string()
  .regex(/^[\w,]{1,200}$/)
  .transform((names) => names.split(","))
  .default([]);

/** What every table keeps in its address. Spread it into the shape of a page's own parameters. */
export const tableParams = {
  size: z
    .enum(PAGE_SIZES.map(String))
    .transform(Number)
    .default(PAGE_SIZES[0] as number),
  /** The rows that follow a cursor in the order of the list, or the ones ahead of it. */
  after: cursor,
  before: cursor,
  /** Columns that are hidden. */
  hide: columnNames,
  /** Columns that are seen even where the table is too narrow for them. */
  show: columnNames,
  /** Rows of 36 rather than 44 pixels. */
  dense: z
    .literal("1")
    .transform(() => true)
    .default(false),
};

/** What is searched for: no character that PostgreSQL refuses, so that no address makes a page fail, and none that no name has. */
export const searched = value("name")
  .pipe(line(1, 100, "name"))
  // A vowel mark or a tatweel alone is in no name that is compared without them.
  .refine((text) => searchFold(text) !== "", problem("name"))
  .optional();

/** Several of a few values, as `a,b`. */
export function someOf<T extends string>(values: readonly T[]) {
  return z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(values)).min(1).max(values.length));
}

/**
 * What a page's address asks for. A parameter that is not valid counts as absent: an address that somebody mistyped
 * shows the list rather than an error. Each schema must accept undefined. All of them are values, and cleaned.
 */
export function readParams<S extends z.ZodRawShape>(
  shape: S,
  params: SearchParams,
): z.output<z.ZodObject<S>> {
  const valid = Object.entries(shape).map(([name, schema]) => {
    const given = params[name];
    const first = Array.isArray(given) ? given[0] : given;
    const result = z.safeParse(schema, (first && cleaned(first)) || undefined);
    return [name, result.success ? result.data : z.parse(schema, undefined)];
  });
  return Object.fromEntries(valid);
}
