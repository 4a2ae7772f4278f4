import { type CountryCode, getCountries, getCountryCallingCode } from "libphonenumber-js/max";
import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { value } from "#core/input/value.ts";

const known = new Set<string>(getCountries());

/** ISO codes of all countries whose numbers can be recognised. */
export const allCountries: readonly string[] = [...known].sort();

/** Whether a number of one of these countries can begin with the prefix, which is in international form. */
export function canBeginWith(prefix: string, countries: readonly string[]): boolean {
  return countries.some((country) => {
    const code = getCountryCallingCode(country as CountryCode);
    return prefix.startsWith(code) || code.startsWith(prefix);
  });
}

/** Upper-case ISO codes, in order: local numbers belong to the first country. */
const list = z
  .array(value("countries"), { error: problem("countries") })
  .transform((codes) => [...new Set(codes.map((code) => code.toUpperCase()))])
  .refine((codes) => codes.length > 0 && codes.every((code) => known.has(code)), problem("countries"));

/** The countries to which messages may be sent. Null means the environment's default. */
export const countriesSetting = z.object({ countries: list.nullable() });
