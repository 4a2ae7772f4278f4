import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { appliedVersion, schemaVersion } from "#db/migrate.ts";
import { selectSealedTokens } from "#db/queries/customers/tokens.ts";
import { type LedgerCheck, ledgerFindings } from "#db/queries/gateway/doctor.ts";
import { selectSealedProviders } from "#db/queries/gateway/providers.ts";
import { findSetting } from "#db/queries/gateway/settings.ts";
import { selectTwoFactors } from "#db/queries/users/two-factors.ts";
import { database } from "#runtime/database/pools.ts";
import { secretFingerprint, sha256 } from "#runtime/keys.ts";
import { openSecret } from "#services/access/second-factor.ts";
import { openCopy } from "#services/customers/tokens.ts";
import { openConfig } from "#services/gateway/providers.ts";
import { type Check, check, reason } from "./check.ts";
import { routingChecks } from "./routing-checks.ts";

export interface Diagnosis {
  /** Warnings do not count. */
  ok: boolean;
  checks: Check[];
}

/** Checks without changing anything. A check that cannot be carried out counts as failed. */
export async function examine(actor: Actor): Promise<Diagnosis> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const reachable = await check("database", schema);
  // Without tables every other check would only report the same.
  const checks = reachable.ok
    ? [
        reachable,
        await check("secret", secret),
        ...(await ledger()),
        await check("tokens", tokens),
        await check("two-factor", twoFactor),
        await check("providers", providers),
        ...(await routingChecks()),
      ]
    : [reachable];
  return { ok: checks.every((each) => each.ok), checks };
}

async function schema(): Promise<string> {
  const [theirs, ours] = [await appliedVersion(database()), await schemaVersion()];
  if (theirs === ours) return `schema ${ours}`;
  throw new Error(
    `the database has schema ${theirs ?? "none"}, this copy has ${ours}; start the server to migrate it`,
  );
}

async function secret(): Promise<string> {
  const kept = await findSetting(database(), "secret_fingerprint");
  if (kept === secretFingerprint()) return "APP_SECRET is the one that the database was made with";
  throw new Error("APP_SECRET is not the one that the database was made with");
}

const wellLedger: Record<LedgerCheck, string> = {
  credits: "what every subscription has used is what its messages cost",
  granted: "every quota is what was granted",
  owners: "every message belongs to one account",
  references: "everything that messages, keys and report ids name is there",
  attempts: "the attempts of every message fit what became of it",
  pending: "no message is stuck",
  unknown: "no unknown outcome is overdue",
  templates: "every template sends a version that was approved",
};

async function ledger(): Promise<Check[]> {
  const names = Object.keys(wellLedger) as LedgerCheck[];
  try {
    const all = await ledgerFindings(database());
    return names.map((name) => {
      const found = all.filter((each) => each.check === name).map((each) => each.finding);
      return { name, ok: found.length === 0, warning: false, detail: found.join("; ") || wellLedger[name] };
    });
  } catch (error) {
    return names.map((name) => ({ name, ok: false, warning: false, detail: reason(error) }));
  }
}

async function tokens(): Promise<string> {
  const copies = await selectSealedTokens(database(), "all");
  const broken = copies.filter((copy) => !opens(() => sha256(openCopy(copy)).equals(copy.hash)));
  if (broken.length === 0) return `${copies.length} sealed copies open`;
  throw new Error(`the sealed copies of tokens ${broken.map((copy) => copy.id).join(", ")} do not open`);
}

async function twoFactor(): Promise<string> {
  const rows = await selectTwoFactors(database());
  const broken = rows.filter((row) => !opens(() => openSecret(row) !== ""));
  if (broken.length === 0) return `${rows.length} sealed secrets open`;
  throw new Error(
    `the secrets of users ${broken.map((row) => row.userId).join(", ")} do not open; reset them: gate user reset-two-factor`,
  );
}

async function providers(): Promise<string> {
  const rows = await selectSealedProviders(database());
  const broken = rows.filter((row) => !opens(() => openConfig(row.name, row.config) !== undefined));
  if (broken.length > 0) {
    throw new Error(
      `the configuration of ${broken.map((row) => row.name).join(", ")} does not open; set it again`,
    );
  }
  if (rows.length === 0)
    throw new Error("there is no provider, so that nothing can be sent; add one: gate provider set");
  return rows.map((row) => `${row.position}. ${row.name} (${row.kind})`).join(", ");
}

function opens(open: () => boolean): boolean {
  try {
    return open();
  } catch {
    return false;
  }
}
