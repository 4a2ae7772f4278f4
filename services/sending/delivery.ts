import type { ProviderKind } from "#core/gateway/provider.ts";
import { deliveringProviders } from "#core/gateway/sandbox.ts";
import { noAnswer } from "#core/message/timeline.ts";
import type { Delivery, Outcome, Provider } from "#providers/provider.ts";
import { adapters } from "#providers/registry.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { shared } from "#runtime/shared.ts";
import { openConfig } from "#services/gateway/providers.ts";
import { connectionReports, lateKeys } from "#services/reports/connection-reports.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { acceptReport } from "#services/reports/report-intake.ts";
import { mask } from "./masking.ts";

export interface ActiveProvider {
  id: number;
  name: string;
  /** False of one that is switched off: it takes part only for its reports. */
  asked: boolean;
  /** Changes with the row, so that an unchanged provider keeps its connections and its pending reports. */
  version: string;
  provider: Provider;
}

interface Chain {
  version: string | null;
  /** In order, with those that are switched off. */
  providers: ActiveProvider[];
  /** Those that are asked, in order. */
  asked: ActiveProvider[];
  loading: Promise<void> | undefined;
  /** Whether this process holds the providers' connections, see `openProviders`. */
  serving: boolean;
}

const chain = () =>
  shared<Chain>("providers", () => ({
    version: null,
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
  const rows = await withSendPool(
    (sql) => sql<
      {
        id: number;
        name: string;
        kind: ProviderKind;
        config: Buffer;
        enabled: boolean;
        takesOver: boolean;
        row: string;
      }[]
    >`
      select id, name, kind, config, enabled, takes_over as "takesOver", id || '.' || xmin as row from providers
      where removed_at is null order by position, id`,
  );
  const before = new Map(state.providers.map((active) => [active.version, active]));
  const retireMs = deliveryMs() + RETIRE_MARGIN_MS;
  const asked = new Set(deliveringProviders(rows));
  const used = rows.filter((row) => asked.has(row) || (!row.enabled && row.kind !== "sandbox"));
  state.providers = used.flatMap((row) => {
    const kept = before.get(row.row);
    if (kept) {
      before.delete(row.row);
      return [kept];
    }
    try {
      const provider = adapters[row.kind].make(openConfig(row.name, row.config), {
        name: row.name,
        onReport: connectionReports(row.id),
        onLateKeys: lateKeys(row.id),
        before: state.providers.find(({ id }) => id === row.id)?.provider,
      });
      if (state.serving) provider.open?.();
      return [{ id: row.id, name: row.name, asked: asked.has(row), version: row.row, provider }];
    } catch (error) {
      log().error(
        { err: error, provider: row.name },
        "a provider's configuration cannot be used; it is left out",
      );
      return [];
    }
  });
  state.asked = state.providers.filter((active) => active.asked);
  state.version = rows.map((row) => row.row).join(" ");
  for (const retired of before.values()) {
    setTimeout(() => void retired.provider.close(), retireMs).unref();
  }
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
    state.loading ??= load().finally(() => {
      state.loading = undefined;
    });
    await state.loading;
  }
  return state;
}

/** The providers that are asked, in order, if those of this `version` are loaded; null if they would have to be loaded first. */
export function loadedChain(version: string): readonly ActiveProvider[] | null {
  return chain().version === version ? chain().asked : null;
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

/** Loads the providers and opens the lasting connections of those that have any. For serving processes. */
export async function openProviders(): Promise<void> {
  chain().serving = true;
  await providerChain();
  for (const { provider } of chain().providers) provider.open?.();
}

/** Stops all providers' timers and closes their connections. */
export async function closeProviders(): Promise<void> {
  chain().serving = false;
  await Promise.all(chain().providers.map((active) => active.provider.close()));
}

export interface Delivered {
  outcome: Outcome["kind"];
  providerId: number;
  providerName: string;
  ref: string | null;
  /** With code and text masked, at most 500 characters: safe to store and show. */
  response: string;
  /** The providers that definitely refused before this one, with their masked answers. */
  refusedBy: { providerId: number; response: string }[];
  /** The ids by which delivery reports will name the message or a part of it, if they do not use our id. */
  refs: { refHash: Buffer; part: number; parts: number }[];
}

/** One for each key by which a report may name a part; empty if reports use our id, or there are none. */
function refsOf({ id, provider }: ActiveProvider, { ref, reportKeys }: Outcome): Delivered["refs"] {
  const byOwnId = provider.callbacks?.id === "provider_id" && ref !== undefined;
  const keys = reportKeys ?? (byOwnId ? [[ref]] : []);
  return keys.flatMap((each, index) =>
    each.map((key) => ({ refHash: refHashOf(id, key), part: index + 1, parts: keys.length })),
  );
}

/**
 * Tries the providers in turn; the next one only after a definite rejection that need not apply to it.
 * @throws if there is no provider.
 */
export async function deliver(providers: readonly ActiveProvider[], delivery: Delivery): Promise<Delivered> {
  const refusedBy: Delivered["refusedBy"] = [];
  for (const [index, active] of providers.entries()) {
    const outcome = await attempt(active, delivery);
    const response = mask(outcome.response, delivery);
    if (outcome.unrecognised) {
      metrics().unrecognised.inc({ provider: active.name });
      log().warn(
        { provider: active.name, message: delivery.messageId, response },
        "a provider's answer is not recognised",
      );
    }
    const isFinal = outcome.scope === "recipient" || outcome.scope === "text";
    if (outcome.kind === "rejected" && !isFinal && index < providers.length - 1) {
      refusedBy.push({ providerId: active.id, response });
      continue;
    }
    metrics().sends.inc({ outcome: outcome.kind, provider: active.name });
    return {
      outcome: outcome.kind,
      providerId: active.id,
      providerName: active.name,
      ref: outcome.ref === undefined ? null : mask(outcome.ref, delivery),
      response,
      refusedBy,
      refs: refsOf(active, outcome),
    };
  }
  throw new Error("no provider");
}

async function attempt(active: ActiveProvider, delivery: Delivery): Promise<Outcome> {
  try {
    return await active.provider.deliver(delivery, ({ messageId, kind, response }) => {
      void acceptReport({
        messageId,
        status: kind,
        response: mask(response, delivery),
        providerId: active.id,
      });
    });
  } catch (error) {
    // An adapter must not throw; it may have sent the message before it did.
    log().error({ err: error, provider: active.name, message: delivery.messageId }, "a provider threw");
    return { kind: "unknown", response: noAnswer("(internal error)") };
  }
}
