import { countriesSetting } from "#core/phone/countries.ts";
import { findSetting } from "#db/queries/gateway/settings.ts";
import { database } from "#runtime/database/pools.ts";
import { env } from "#runtime/env.ts";
import { shared } from "#runtime/shared.ts";

/** The key of the setting, which the authorisation of a send reads too. */
export const COUNTRIES = "countries";

interface Known {
  /** The setting as JSON; null for the environment's default. */
  text: string | null;
  countries: readonly string[];
}

const known = () => shared<Known>("countries", () => ({ text: null, countries: env().ALLOWED_COUNTRIES }));

/**
 * The countries that this process knew last. A send's number is parsed with them before the authorisation is available,
 * and again if that returns another list. `countriesOf` returns the same array as long as nothing changes.
 */
export function knownCountries(): readonly string[] {
  return known().countries;
}

/** The countries allowed by a setting that the authorisation has read, without a further query. */
export function countriesOf(text: string | null): readonly string[] {
  const state = known();
  if (state.text === text) return state.countries;
  state.countries = parse(text === null ? undefined : JSON.parse(text));
  state.text = text;
  return state.countries;
}

/** The countries to which sends may go, read from the database. Local numbers belong to the first one. */
export async function allowedCountries(): Promise<readonly string[]> {
  return parse(await findSetting(database(), COUNTRIES));
}

/** A stored value that is no longer valid after a change of the code counts as not set. */
function parse(value: unknown): readonly string[] {
  const result = countriesSetting.safeParse(value);
  return (result.success && result.data.countries) || env().ALLOWED_COUNTRIES;
}
