import { getCountries } from "libphonenumber-js/max";
import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { value } from "#core/input/value.ts";

const known = new Set<string>(getCountries());

/** ISO codes of all countries whose numbers can be told apart. */
export const allCountries: readonly string[] = [...known].sort();

/** In capitals, in order: the first one is that of local numbers. */
const list = z
  .array(value("countries"), { error: problem("countries") })
  .transform((codes) => [...new Set(codes.map((code) => code.toUpperCase()))])
  .refine((codes) => codes.length > 0 && codes.every((code) => known.has(code)), problem("countries"));

/** To which countries sends may go. Null is what the environment says. */
export const countriesSetting = z.object({ countries: list.nullable() });
