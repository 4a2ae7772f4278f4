import { findSetting } from "#db/queries/gateway/settings.ts";
import { database } from "#runtime/database/pools.ts";
import { shared } from "#runtime/shared.ts";

/** The setting that the migration made, once for each installation. */
const SETTING = "references_tagged_since";

/**
 * Since when carriers are told ids with tags (`message-reference.ts`). Messages of before are reported by their ids
 * alone, for some days after the upgrade. @throws where the database is away.
 */
export async function taggedSince(): Promise<Date> {
  const kept = shared("tagged since", (): { at: Date | undefined } => ({ at: undefined }));
  kept.at ??= new Date(String(await findSetting(database(), SETTING)));
  return kept.at;
}
