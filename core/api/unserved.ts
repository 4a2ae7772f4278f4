import { z } from "zod";
import { unservedCountry } from "#core/phone/phone.ts";

const numbered = z.object({ gsm: z.string() });

/**
 * The country of a send's number where nothing is sent to it from here. The API calls such a number not valid, as
 * its clients know it; a person in the dashboard can ask the operator for the country.
 */
export function unservedOf(body: string, countries: readonly string[]): string | null {
  try {
    const read = numbered.safeParse(JSON.parse(body));
    return read.success ? unservedCountry(read.data.gsm, countries) : null;
  } catch {
    return null;
  }
}
