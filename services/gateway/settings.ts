import type { z } from "zod";
import { canOperate, canReadAll, type TwoFactorDemands } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { logoFile } from "#core/gateway/logo.ts";
import {
  brand,
  contact,
  retention,
  security,
  settingDefaults,
  timeZoneSetting,
} from "#core/gateway/settings.ts";
import { basis as basisOf } from "#core/input/basis.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { countriesSetting } from "#core/phone/countries.ts";
import {
  deleteSetting,
  findSetting,
  knowsTimeZone,
  lockSettings,
  putSetting,
  selectSettings,
} from "#db/queries/gateway/settings.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { env } from "#runtime/env.ts";
import { sha256 } from "#runtime/keys.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";
import { forgetPresentation, stored } from "./presentation.ts";

/** The groups of settings: each is one row, one form, and one audit entry when it changes. */
const groups = {
  brand: { schema: brand, unset: settingDefaults.brand },
  contact: { schema: contact, unset: settingDefaults.contact },
  countries: { schema: countriesSetting, unset: { countries: null } },
  retention: { schema: retention, unset: settingDefaults.retention },
  timeZone: { schema: timeZoneSetting, unset: settingDefaults.timeZone },
  security: { schema: security, unset: settingDefaults.security },
} as const;

export type SettingGroup = keyof typeof groups;
export type Settings = { [Group in SettingGroup]: z.output<(typeof groups)[Group]["schema"]> };

/** The current settings, with defaults where nothing is set. */
export async function getSettings(
  actor: Actor,
): Promise<Settings & { environmentCountries: readonly string[]; logo: string | null }> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const names = Object.keys(groups) as SettingGroup[];
  const found = await selectSettings(database(), [...names, "logoVersion"]);
  const all = Object.fromEntries(
    names.map((name) => [name, stored(groups[name].schema, found.get(name), groups[name].unset)]),
  ) as Settings;
  const logo = found.get("logoVersion");
  return {
    ...all,
    environmentCountries: env().ALLOWED_COUNTRIES,
    logo: typeof logo === "string" ? logo : null,
  };
}

/** Replaces one group as a whole. Takes effect from the next request on, in every process. */
export async function changeSettings<Group extends SettingGroup>(
  actor: Actor,
  { group, value, basis }: { group: Group; value: unknown; basis?: unknown },
): Promise<Settings[Group]> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  if (typeof group !== "string" || !Object.hasOwn(groups, group)) throw invalid([["group", "required"]]);
  const after = checked(groups[group].schema as z.ZodType, value) as Settings[Group];
  const based = checked(basisOf, basis);
  await changing(async (tx) => {
    if ("timeZone" in after && !(await knowsTimeZone(tx, after.timeZone)))
      throw invalid([["timeZone", "time_zone"]]);
    const before = stored(groups[group].schema, await findSetting(tx, group), groups[group].unset);
    await refuseOutdated(tx, actor, { noun: "settings", id: group, basis: based, now: before });
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    await putSetting(tx, group, after);
    await audit(tx, actor, { action: "settings.change", subjectId: group, before, after });
  });
  return after;
}

/** Sets the logo of all pages. Null restores the default mark. */
export async function changeLogo(actor: Actor, file: Uint8Array | null): Promise<{ logo: string | null }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const checkedFile = file === null ? null : checked(logoFile, file);
  const logo = checkedFile && sha256(checkedFile.bytes).toString("hex").slice(0, 16);
  await changing(async (tx) => {
    const before = (await findSetting(tx, "logoVersion")) ?? null;
    if (before === logo) return;
    if (checkedFile) {
      const base64 = Buffer.from(checkedFile.bytes).toString("base64");
      await putSetting(tx, "logo", { type: checkedFile.type, base64 });
      await putSetting(tx, "logoVersion", logo);
    } else {
      await deleteSetting(tx, "logo");
      await deleteSetting(tx, "logoVersion");
    }
    await audit(tx, actor, {
      action: "settings.change",
      subjectId: "logo",
      before: { logo: before },
      after: checkedFile ? { logo, type: checkedFile.type, bytes: checkedFile.bytes.length } : { logo: null },
    });
  });
  return { logo };
}

async function changing(work: (tx: Executor) => Promise<void>): Promise<void> {
  await auditedTransaction(async (tx) => {
    await lockSettings(tx);
    await work(tx);
  });
  forgetPresentation();
}

/** Who must sign in with a second factor: never cached, because access depends on it. */
export async function twoFactorDemands(): Promise<Omit<TwoFactorDemands, "byAccount">> {
  const value = await findSetting(database(), "security");
  const { requireTwoFactor, requireTwoFactorOfMembers } = stored(security, value, settingDefaults.security);
  return { ofStaff: requireTwoFactor, ofMembers: requireTwoFactorOfMembers };
}

/** How many days each kind of row is kept; null for ever. */
export async function retentionPeriods(): Promise<Settings["retention"]> {
  return stored(retention, await findSetting(database(), "retention"), settingDefaults.retention);
}
