import { canOperate, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import {
  providerMove,
  providerRef,
  providerSettings,
  providerSwitch,
  providerTakeover,
} from "#core/gateway/provider.ts";
import { sandboxNotice as noticeOf, type SandboxNotice } from "#core/gateway/sandbox.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  findProvider,
  markProviderRemoved,
  type ProviderRow,
  placeProviders,
  selectProviders,
  selectSealedProviders,
  updateEnabled,
  updateTakesOver,
  upsertProvider,
} from "#db/queries/gateway/providers.ts";
import { lockRouting } from "#db/queries/routing/lock.ts";
import { prefixesVia } from "#db/queries/routing/routes.ts";
import { adapters } from "#providers/registry.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { seal, sha256, unseal } from "#runtime/keys.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";
import { reportPath } from "#services/reports/report-address.ts";

/** The part of a provider that may be shown: never its configuration. */
export interface ProviderEntry extends Omit<ProviderRow, "removedAt"> {
  /**
   * The path for its delivery reports; null if none are configured. It is a secret of those who may change things:
   * whoever knows it can report, and a report returns credits.
   */
  reportPath: string | null;
}

function view({ removedAt: _, ...shown }: ProviderRow, config: unknown): ProviderEntry {
  const key = config === null ? null : adapters[shown.kind].reportsKey(config);
  return { ...shown, reportPath: key === null ? null : reportPath({ providerId: shown.id, key }) };
}

/** Tells one state of a configuration from any other, and nothing of what is in it. */
export const revisionOf = (sealed: Uint8Array) => sha256(sealed).toString("hex").slice(0, 16);

/** Binds a sealed configuration to its provider: it cannot be opened in another provider's row. */
const contextOf = (name: string) => `provider:${name}`;

/**
 * Adds a provider at the end, or replaces the configuration of the one with that name. A new real provider is placed
 * before the trailing sandboxes: behind a sandbox, which accepts everything, it would never be asked.
 */
export async function setProvider(actor: Actor, input: unknown): Promise<ProviderEntry> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name, kind, config, isNew, basis } = checked(providerSettings, input);
  const result = adapters[kind].check(config);
  if (!result.ok) {
    const problems = result.problems.join("; ");
    throw new Refused("provider_config_invalid", { kind, problems }, { config: result.problems });
  }
  const sealed = seal("provider-config", JSON.stringify(result.config), contextOf(name));
  const values = { name, kind, config: result.config, isNew };
  const asked = { action: "provider.set", input, values, again: presentProvider } as const;
  return auditedOnce(actor, asked, async (tx) => {
    await lockRouting(tx);
    const before = await findProvider(tx, name);
    const isThere = before !== undefined && before.removedAt === null;
    if (isNew && isThere) throw new Refused("provider_name_taken", { name });
    if (isThere && basis) {
      const rows = await selectSealedProviders(tx);
      const revision = revisionOf(rows.find((row) => row.name === name)!.config);
      await refuseOutdated(tx, actor, { noun: "provider", id: name, basis, now: { revision } });
    }
    const { id } = await upsertProvider(tx, { name, kind, config: sealed });
    const rows = await selectProviders(tx);
    await place(tx, before && !before.removedAt ? rows : inserted(rows));
    const row = (await selectProviders(tx)).find((each) => each.id === id)!;
    await audit(tx, actor, {
      action: "provider.set",
      subjectId: name,
      before: before && !before.removedAt ? { kind: before.kind, position: before.position } : null,
      after: { kind, position: row.position },
    });
    return view(row, result.config);
  });
}

async function presentProvider(tx: Executor, id: number): Promise<ProviderEntry> {
  const found = (await selectSealedProviders(tx)).find((each) => each.id === id);
  if (!found) throw new Refused("provider_not_found", { name: id });
  const { config, ...row } = found;
  return view(row, opened(row.name, row.kind, config));
}

/** Moves a provider to another position in the order in which they are tried; 1 is the first. */
export async function moveProvider(actor: Actor, input: unknown): Promise<ProviderEntry> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name, position, basis } = checked(providerMove, input);
  return auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const all = await selectSealedProviders(tx);
    const from = all.findIndex((row) => row.name === name);
    if (from === -1) throw new Refused("provider_not_found", { name });
    if (position > all.length) throw invalid([["position", "position"]]);
    await refuseOutdated(tx, actor, { noun: "provider", id: name, basis, now: { position: from + 1 } });
    const { config, ...row } = all[from]!;
    const moved = { ...row, position };
    await place(tx, all.toSpliced(from, 1).toSpliced(position - 1, 0, all[from]!));
    if (from !== position - 1) {
      await audit(tx, actor, {
        action: "provider.move",
        subjectId: name,
        before: { position: from + 1 },
        after: { position },
      });
    }
    return view(moved, opened(name, row.kind, config));
  });
}

/**
 * Switches a provider on or off. One that is off is left out of every send from the next one on, in all processes. It
 * keeps its place and its connections, so that reports about earlier messages still arrive.
 */
export async function switchProvider(
  actor: Actor,
  input: unknown,
): Promise<{ name: string; enabled: boolean }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name, enabled, basis } = checked(providerSwitch, input);
  await auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const row = await findProvider(tx, name);
    if (!row || row.removedAt) throw new Refused("provider_not_found", { name });
    await refuseOutdated(tx, actor, { noun: "provider", id: name, basis, now: { enabled: row.enabled } });
    if (row.enabled === enabled) return;
    await updateEnabled(tx, row.id, enabled);
    await audit(tx, actor, {
      action: "provider.switch",
      subjectId: name,
      before: { enabled: row.enabled },
      after: { enabled },
    });
  });
  return { name, enabled };
}

/** Whether a sandbox delivers beside real providers. If there are no real ones it always delivers. */
export async function setSandboxTakeover(
  actor: Actor,
  input: unknown,
): Promise<{ name: string; takesOver: boolean }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name, takesOver, basis } = checked(providerTakeover, input);
  await auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const row = await findProvider(tx, name);
    if (!row || row.removedAt) throw new Refused("provider_not_found", { name });
    if (row.kind !== "sandbox") throw new Refused("provider_not_sandbox", { name });
    await refuseOutdated(tx, actor, { noun: "provider", id: name, basis, now: { takesOver: row.takesOver } });
    if (row.takesOver === takesOver) return;
    await updateTakesOver(tx, row.id, takesOver);
    await audit(tx, actor, {
      action: "provider.takeover",
      subjectId: name,
      before: { takesOver: row.takesOver },
      after: { takesOver },
    });
  });
  return { name, takesOver };
}

/** Places a provider that was just added at the end: a real one goes before the sandboxes at the end. */
function inserted(rows: ProviderRow[]): ProviderRow[] {
  const added = rows.at(-1)!;
  const others = rows.slice(0, -1);
  if (added.kind === "sandbox") return rows;
  return others.toSpliced(others.findLastIndex(({ kind }) => kind !== "sandbox") + 1, 0, added);
}

/** Numbers the providers from 1 in this order. */
function place(tx: Executor, rows: { id: number }[]): Promise<void> {
  return placeProviders(
    tx,
    rows.map(({ id }) => id),
  );
}

/**
 * The provider no longer delivers and its reports are no longer accepted. Its row stays for the messages that it
 * delivered, and is reused if the provider is set up again.
 */
export async function removeProvider(
  actor: Actor,
  input: unknown,
): Promise<Omit<ProviderEntry, "reportPath">> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name } = checked(providerRef, input);
  return auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const found = await findProvider(tx, name);
    const prefixes = found && !found.removedAt ? await prefixesVia(tx, found.id) : [];
    if (prefixes.length > 0) throw new Refused("provider_in_routes", { name, prefixes: prefixes.join(", ") });
    const row = await markProviderRemoved(tx, name);
    if (!row) throw new Refused("provider_not_found", { name });
    await place(tx, await selectProviders(tx));
    await audit(tx, actor, {
      action: "provider.remove",
      subjectId: name,
      before: { kind: row.kind, position: row.position },
    });
    const { removedAt: _, ...removed } = row;
    return removed;
  });
}

/** In the order in which they are tried. */
export async function listProviders(actor: Actor): Promise<ProviderEntry[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return (await selectSealedProviders(database())).map(({ config, ...row }) => {
    const entry = view(row, opened(row.name, row.kind, config));
    return canOperate(actor) ? entry : { ...entry, reportPath: null };
  });
}

/** A provider whose configuration can no longer be opened or used does not deliver, but is still listed. */
function opened(name: string, kind: ProviderRow["kind"], sealed: Uint8Array): unknown {
  try {
    const result = adapters[kind].check(openConfig(name, sealed));
    return result.ok ? result.config : null;
  } catch {
    return null;
  }
}

/**
 * Opens a configuration, which contains an operator's credentials.
 * @throws if it was sealed with another key or for another provider.
 */
export function openConfig(name: string, sealed: Uint8Array): unknown {
  return JSON.parse(unseal("provider-config", sealed, contextOf(name)));
}

/** What everybody must be told about the sandbox; null if no message reaches one. */
export async function sandboxNotice(): Promise<SandboxNotice | null> {
  return noticeOf(await selectProviders(database()));
}
