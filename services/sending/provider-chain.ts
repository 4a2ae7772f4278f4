import type { ProviderKind } from "#core/gateway/provider.ts";
import { deliveringProviders } from "#core/gateway/sandbox.ts";
import { compileRouting, type Routing } from "#core/routing/routing.ts";
import { readRouting, type SnapshotProvider } from "#db/queries/routing/snapshot.ts";
import type { Provider } from "#providers/provider.ts";
import { adapters } from "#providers/registry.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { countFromZero, metrics } from "#runtime/metrics.ts";
import { shared } from "#runtime/shared.ts";
import { leaseKeeper } from "#services/binds/leases.ts";
import { sharedSlots } from "#services/binds/slots.ts";
import { openConfig } from "#services/gateway/providers.ts";
import { connectionReports, lateKeys } from "#services/reports/connection-reports.ts";
import { reportUrl } from "#services/reports/report-address.ts";
import { type Breaker, breaker } from "./breaker.ts";
import { providerNames } from "./provider-names.ts";

export interface ActiveProvider {
  id: number;
  name: string;
  kind: ProviderKind;
  /** False of one that is switched off: it takes part only for its reports. */
  asked: boolean;
  /** Changes with its configuration, so that an unchanged provider keeps its connections, pending reports and health. */
  revision: string;
  provider: Provider;
  /** Null if the provider is simulated. */
  breaker: Breaker | null;
}

/** Routing together with the providers that this process holds. */
export interface LoadedRouting {
  routing: Routing;
  /** By id; without those whose configuration cannot be used, and without sandboxes that are never asked. */
  active: ReadonlyMap<number, ActiveProvider>;
  /** Whether this process holds the providers' connections, see `openProviders`. */
  serving: boolean;
}

interface Chain extends LoadedRouting {
  version: string | null;
  /** In order, with those that are switched off. */
  providers: ActiveProvider[];
  /** Those that are asked, in order. */
  asked: ActiveProvider[];
  loading: Promise<void> | undefined;
}

const chain = () =>
  shared<Chain>("providers", () => ({
    version: null,
    routing: compileRouting({ providers: [], routes: [], senders: [], approvals: [] }),
    active: new Map(),
    providers: [],
    asked: [],
    loading: undefined,
    serving: false,
  }));

/**
 * Extra time before a replaced provider is closed: sends in progress may still reach it after trying others, and
 * reports may be pending.
 */
const RETIRE_MARGIN_MS = 60_000;

async function load(): Promise<void> {
  const state = chain();
  const stored = await withSendPool(readRouting);
  const { version, providers: rows } = stored;
  const before = new Map(state.providers.map((active) => [active.revision, active]));
  const retireMs = deliveryMs() + RETIRE_MARGIN_MS;
  const asked = new Set(deliveringProviders(rows));
  const used = rows.filter((row) => asked.has(row) || (!row.enabled && row.kind !== "sandbox"));
  state.providers = used.flatMap((row) => {
    const kept = before.get(row.revision);
    if (kept) {
      before.delete(row.revision);
      return [{ ...kept, asked: asked.has(row) }];
    }
    const { id, name, kind, config, revision } = row;
    try {
      const opened = openConfig(name, config);
      const provider = adapters[kind].make(opened, {
        name,
        onReport: connectionReports(id),
        onLateKeys: lateKeys(id),
        reportUrl: (key, base) => reportUrl({ providerId: id, key }, base),
        slots: sharedSlots({ id, name, config: opened, revision: () => loadedRevision(id) ?? revision }),
        before: state.providers.find((active) => active.id === id)?.provider,
      });
      if (state.serving) provider.open?.();
      return [{ id, name, kind, asked: asked.has(row), revision, provider, breaker: watch(name, provider) }];
    } catch (error) {
      log().error(
        { err: error, provider: name },
        "a provider's configuration cannot be used; it is left out",
      );
      return [];
    }
  });
  state.asked = state.providers.filter((active) => active.asked);
  state.active = new Map(state.providers.map((active) => [active.id, active]));
  for (const { id, name } of state.providers) {
    providerNames().set(id, name);
    countFromZero(name);
  }
  const isUsable = (row: SnapshotProvider) => !used.includes(row) || state.active.has(row.id);
  state.routing = compileRouting({
    ...stored,
    providers: rows.map((row) => ({
      ...row,
      usable: isUsable(row),
      needsSender: state.active.get(row.id)?.provider.needsSender ?? false,
    })),
  });
  state.version = version;
  for (const retired of before.values()) {
    // Sessions of a provider that was removed end at once: they drain by themselves.
    if (retired.provider.handedOver && !state.providers.some(({ id }) => id === retired.id)) {
      void retired.provider.close();
    }
    setTimeout(() => void retired.provider.close(), retireMs).unref();
  }
}

function watch(name: string, { simulated }: Provider): Breaker | null {
  if (simulated) return null;
  return breaker((state) => {
    metrics().breakerChanges.inc({ provider: name, state });
    log()[state === "open" ? "warn" : "info"](
      { provider: name, breaker: state },
      "a provider's breaker changed",
    );
  });
}

/**
 * The providers that are asked, in order. `version` is what the authorisation has just read: if it differs from what this process has
 * loaded, they are reloaded, so that a change takes effect at the next send.
 */
export async function providerChain(version?: string): Promise<readonly ActiveProvider[]> {
  return (await current(version)).asked;
}

/** The same with those that are switched off, whose reports are still accepted. */
export async function reportingProviders(version?: string): Promise<readonly ActiveProvider[]> {
  return (await current(version)).providers;
}

async function current(version?: string): Promise<Chain> {
  const state = chain();
  const isOld = () => state.version === null || (version !== undefined && state.version !== version);
  // Up to twice: a load that is already in progress may have begun before the change.
  for (let turn = 0; turn < 2 && isOld(); turn++) {
    await reload();
  }
  return state;
}

/** Routing of this `version`, loaded first if it is not. */
export function currentRouting(version?: string): Promise<LoadedRouting> {
  return current(version);
}

/** Routing, if that of this `version` is loaded; null if it would have to be loaded first. */
export function loadedRouting(version: string): LoadedRouting | null {
  return chain().version === version ? chain() : null;
}

/** Loads the providers anew, or waits for the load that is under way. */
async function reload(): Promise<void> {
  const state = chain();
  state.loading ??= load().finally(() => {
    state.loading = undefined;
  });
  await state.loading;
}

const loadedRevision = (id: number) => chain().active.get(id)?.revision;

/** One of the providers, as another process knows it in this `revision`, which may be newer than what is loaded. */
export async function activeProvider(id: number, revision: string): Promise<ActiveProvider | undefined> {
  if (loadedRevision(id) !== revision) await reload();
  return chain().active.get(id);
}

/** The longest that a delivery may take with the current providers. The sweep leaves younger messages alone. */
export async function longestDeliveryMs(): Promise<number> {
  await load();
  return deliveryMs();
}

/** The same for the loaded providers, tried one after the other. */
export function deliveryMs(providers: readonly ActiveProvider[] = chain().providers): number {
  return providers.reduce((sum, active) => sum + active.provider.timeoutMs, 0);
}

/** Whether this process is a server, which holds the providers' connections. */
export const isServing = () => chain().serving;

/** Loads the providers and opens the lasting connections of those that have any. For serving processes. */
export async function openProviders(): Promise<void> {
  chain().serving = true;
  // A process that is asked for nothing hears of a changed configuration by the leases of its sessions.
  leaseKeeper().onOutdated = () => void reload().catch(() => {});
  await providerChain();
  for (const { provider } of chain().providers) provider.open?.();
}

/** Stops all providers' timers and closes their connections. */
export async function closeProviders(): Promise<void> {
  chain().serving = false;
  await Promise.all(chain().providers.map((active) => active.provider.close()));
}
