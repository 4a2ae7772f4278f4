import type { z } from "zod";
import { brand, contact, settingDefaults, timeZoneSetting } from "#core/gateway/settings.ts";
import { findSetting, selectSettings } from "#db/queries/gateway/settings.ts";
import { isDatabaseAway } from "#runtime/database/errors.ts";
import { database } from "#runtime/database/pools.ts";
import { shared } from "#runtime/shared.ts";

/** The settings that every page shows, also to people who are not signed in. */
export interface Presentation {
  /** Null means the product's default name. */
  name: { en: string | null; ar: string | null };
  /** The version of the operator's logo, served at `/logo`; null means the default mark. */
  logo: string | null;
  contact: { en: string | null; ar: string | null; link: string | null };
  /** The time zone of charts, ledgers and pages. */
  timeZone: string;
}

/**
 * Maximum age of the cached copy. Every page needs it, and it only affects looks: the process that changes a setting
 * drops its copy, and others show the old value for a few seconds longer.
 */
const FRESH_MS = 3_000;

interface Copy {
  at: number;
  value: Promise<Presentation> | null;
  last: Presentation;
}

const untouched: Presentation = {
  name: { en: null, ar: null },
  logo: null,
  contact: { en: null, ar: null, link: null },
  timeZone: settingDefaults.timeZone.timeZone,
};

const copy = () => shared<Copy>("presentation", () => ({ at: 0, value: null, last: untouched }));

/** The settings for a page. While the database is away, the last known values are used. */
export async function presentation(): Promise<Presentation> {
  const state = copy();
  if (!state.value || Date.now() - state.at > FRESH_MS) {
    state.at = Date.now();
    state.value = read();
  }
  const asked = state.value;
  try {
    state.last = await asked;
  } catch (error) {
    if (state.value === asked) state.value = null;
    if (!isDatabaseAway(error)) throw error;
  }
  return state.last;
}

/** Drops this process's copy, after a change. */
export function forgetPresentation(): void {
  copy().value = null;
}

/** The time zone in which days begin and end. */
export async function timeZone(): Promise<string> {
  return (await presentation()).timeZone;
}

async function read(): Promise<Presentation> {
  const found = await selectSettings(database(), ["brand", "contact", "timeZone", "logoVersion"]);
  const called = stored(brand, found.get("brand"), settingDefaults.brand);
  const ask = stored(contact, found.get("contact"), settingDefaults.contact);
  const logo = found.get("logoVersion");
  return {
    // If only one language has a name, both use it: that is better than two product names.
    name: { en: called.english || called.arabic || null, ar: called.arabic || called.english || null },
    logo: typeof logo === "string" ? logo : null,
    contact: {
      en: ask.english || ask.arabic || null,
      ar: ask.arabic || ask.english || null,
      link: ask.link || null,
    },
    timeZone: stored(timeZoneSetting, found.get("timeZone"), settingDefaults.timeZone).timeZone,
  };
}

/** Parses a stored setting; a value that is no longer valid after a change of the code counts as not set. */
export function stored<S extends z.ZodType>(schema: S, value: unknown, fallback: z.output<S>): z.output<S> {
  const result = schema.safeParse(value);
  return result.success ? result.data : fallback;
}

export interface Logo {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  version: string;
}

/** The operator's own logo, if there is one. */
export async function readLogo(): Promise<Logo | null> {
  const kept = (await findSetting(database(), "logo")) as { type: string; base64: string } | undefined;
  const version = await findSetting(database(), "logoVersion");
  if (!kept || typeof version !== "string") return null;
  return { type: kept.type, bytes: new Uint8Array(Buffer.from(kept.base64, "base64")), version };
}
