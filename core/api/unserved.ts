import { z } from "zod";
import { unservedCountry } from "#core/phone/phone.ts";

const numbered = z.object({ gsm: z.string() });

/**
 * The country of the number if the gateway does not send there. The API reports such a number as invalid, as its
 * clients expect; a person in the dashboard can ask the operator to allow the country.
 */
export function unservedOf(body: string, countries: readonly string[]): string | null {
  try {
    const read = numbered.safeParse(JSON.parse(body));
    return read.success ? unservedCountry(read.data.gsm, countries) : null;
  } catch {
    return null;
  }
}
