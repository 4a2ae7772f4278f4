import { findSetting } from "#db/queries/gateway/settings.ts";
import { database } from "#runtime/database/pools.ts";
import { shared } from "#runtime/shared.ts";

/** The setting's name. A migration wrote its value, once for each installation. */
const SETTING = "references_tagged_since";

/**
 * Since when references with tags (`message-reference.ts`) have been given to carriers. For some days after the
 * upgrade, messages from before are still reported by their plain ids.
 * @throws if the database is away.
 */
export async function taggedSince(): Promise<Date> {
  const kept = shared("tagged since", (): { at: Date | undefined } => ({ at: undefined }));
  kept.at ??= new Date(String(await findSetting(database(), SETTING)));
  return kept.at;
}
