import { Refused } from "#core/refusal.ts";
import { findSetting, keepSetting } from "#db/queries/settings.ts";
import { database } from "#runtime/database.ts";
import { secretFingerprint } from "#runtime/keys.ts";

const FINGERPRINT = "secret_fingerprint";

/**
 * Binds a new database to this APP_SECRET, and refuses one that is bound to another: nothing sealed would open,
 * and what were sealed now would not open later. Every process calls it before it does anything else.
 */
export async function claimDatabase(): Promise<void> {
  const kept = await keepSetting(database(), FINGERPRINT, secretFingerprint());
  if (kept !== secretFingerprint()) throw new Refused("secret_other");
}

/** Whether the database is bound to this APP_SECRET; undefined where it is not bound yet. */
export async function secretMatches(): Promise<boolean | undefined> {
  const kept = await findSetting(database(), FINGERPRINT);
  return kept === undefined ? undefined : kept === secretFingerprint();
}
