import { z } from "zod";
import { cleaned } from "#core/input/cleaned.ts";
import { problem } from "#core/input/problem.ts";
import { searchFold } from "#core/input/search-fold.ts";
import { line } from "#core/input/text.ts";
import { value } from "#core/input/value.ts";
import { PAGE_SIZES } from "./page-sizes.ts";

/** The query of a page's address, as Next passes it. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** The start of a page in a list: opaque, made by the service that reads it. */
const cursor = z
  .string()
  .regex(/^[\w.-]{1,100}$/)
  .optional();

/**
 * The parameters of every table's address that the server needs. Spread them into a page's own parameters. Which
 * columns are visible, and how high the rows are, is also in the address, and left to the table.
 */
export const tableParams = {
  size: z
    .enum(PAGE_SIZES.map(String))
    .transform(Number)
    .default(PAGE_SIZES[0] as number),
  /** `after` asks for the rows that follow a cursor in the list's order, `before` for the ones ahead of it. */
  after: cursor,
  before: cursor,
};

/**
 * A search term: without characters that PostgreSQL refuses, so that no address makes a page fail, and without
 * characters that no name contains.
 */
export const searched = value("name")
  .pipe(line(1, 100, "name"))
  // Names are compared without vowel marks and tatweel, so a term of these alone matches nothing.
  .refine((text) => searchFold(text) !== "", problem("name"))
  .optional();

/** A list of allowed values, written `a,b`. */
export function someOf<T extends string>(values: readonly T[]) {
  return z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(values)).min(1).max(values.length));
}

/**
 * Parses the parameters of a page's address. An invalid parameter counts as absent: a mistyped address shows the list
 * rather than an error. Each schema must accept undefined. All parameters are cleaned as values.
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
