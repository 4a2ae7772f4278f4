import { countriesSetting } from "#core/phone/countries.ts";
import { findSetting } from "#db/queries/gateway/settings.ts";
import { database } from "#runtime/database/pools.ts";
import { env } from "#runtime/env.ts";
import { shared } from "#runtime/shared.ts";

/** The name of the row in which the setting is kept. The authorisation of a send reads it too. */
export const COUNTRIES = "countries";

interface Known {
  /** The setting as JSON; null where the environment decides. */
  text: string | null;
  countries: readonly string[];
}

const known = () => shared<Known>("countries", () => ({ text: null, countries: env().ALLOWED_COUNTRIES }));

/**
 * What this process last heard. A send's number is read with it before its authorisation is there, and read anew
 * where the authorisation then says otherwise: `countriesOf` gives the same list for as long as nothing changes.
 */
export function knownCountries(): readonly string[] {
  return known().countries;
}

/** The countries that a setting, as the authorisation read it along, allows: no further query for a send. */
export function countriesOf(text: string | null): readonly string[] {
  const state = known();
  if (state.text === text) return state.countries;
  state.countries = parse(text === null ? undefined : JSON.parse(text));
  state.text = text;
  return state.countries;
}

/** To which countries sends may go, read now. The first one is that of local numbers. */
export async function allowedCountries(): Promise<readonly string[]> {
  return parse(await findSetting(database(), COUNTRIES));
}

/** What no longer reads as a list, after a change of the code, is as if it were not set. */
function parse(value: unknown): readonly string[] {
  const result = countriesSetting.safeParse(value);
  return (result.success && result.data.countries) || env().ALLOWED_COUNTRIES;
}
