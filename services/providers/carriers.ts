import { canOperate, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { type Carrier, NO_FIGURES } from "#core/gateway/carrier.ts";
import { alarmsOf, type CarrierAlarm } from "#core/gateway/carrier-alarms.ts";
import type { ProviderKind } from "#core/gateway/provider.ts";
import { deliveringProviders } from "#core/gateway/sandbox.ts";
import { Refused } from "#core/input/refusal.ts";
import { selectAllBinds } from "#db/queries/gateway/bind-list.ts";
import { selectProviderHealthSaid } from "#db/queries/gateway/provider-health.ts";
import { selectLatestTests } from "#db/queries/gateway/provider-tests.ts";
import { selectSealedProviders } from "#db/queries/gateway/providers.ts";
import { selectUsualReports } from "#db/queries/messages/health.ts";
import { firstIdSince } from "#db/queries/messages/message-hours.ts";
import { adapters } from "#providers/registry.ts";
import { database } from "#runtime/database/pools.ts";
import { pidIn } from "#runtime/process-identity.ts";
import { sharedFor } from "#runtime/shared.ts";
import { recentProviderHealth } from "#services/gateway/provider-health.ts";
import { openConfig } from "#services/gateway/providers.ts";
import { reportPath } from "#services/reports/report-address.ts";
import { HEALTH_TTL_SECONDS } from "./health-reports.ts";

/** At most this many messages of the day before are examined. */
const LATEST = 5_000;
/** How old they may be. */
const USUAL_MS = 5_000;
const HOUR_MS = 3_600_000;

/** The providers in their order, with how they are at the moment. */
export async function carriersNow(actor: Actor): Promise<Carrier[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const [rows, said, tests, binds, figures] = await Promise.all([
    selectSealedProviders(database()),
    selectProviderHealthSaid(database(), HEALTH_TTL_SECONDS),
    selectLatestTests(database()),
    selectAllBinds(database()),
    figuresNow(),
  ]);
  const asked = new Set(deliveringProviders(rows));
  return rows.map((row) => {
    const { id, name, kind, position, enabled, takesOver, demandsApproval } = row;
    const known = knownOf(row);
    const own = said.filter(({ providerId }) => providerId === id);
    const latest = tests.find(({ providerId }) => providerId === id);
    const hour = figures.hour.get(name) ?? NO_FIGURES;
    const saidHere = own.map(({ process, ready, reason, detail, since }) => ({
      process,
      ready,
      reason,
      detail,
      since: since.toISOString(),
    }));
    return {
      id,
      name,
      kind,
      position,
      enabled,
      takesOver,
      demandsApproval,
      asked: asked.has(row),
      usable: known !== null,
      // Who may not change things must not be able to report either: a report returns credits.
      reportPath: known?.key && canOperate(actor) ? reportPath({ providerId: id, key: known.key }) : null,
      said: saidHere,
      binds: binds
        .filter(({ providerId }) => providerId === id)
        .map(({ slot, state, process, address, why, stateSince }) => ({
          slot,
          state,
          owner: process && ownerName(process, address),
          why,
          since: stateSince.toISOString(),
        })),
      figures: hour,
      alarms: alarmsOf({
        name,
        asked: asked.has(row) && kind !== "sandbox",
        said: saidHere,
        unrecognisedAt: lately(own.map(({ unrecognisedAt }) => unrecognisedAt)),
        reports: known?.reports ?? false,
        due: {
          accepted: hour.due,
          delivered: hour.dueDelivered,
          undelivered: hour.dueUndelivered,
        },
        usual: figures.usual.get(name) ?? null,
      }),
      lastTest: latest
        ? { outcome: latest.outcome, report: latest.report, at: latest.createdAt.toISOString() }
        : null,
    };
  });
}

/** A process as an admin finds it: its id, with its machine if it takes messages from other machines. */
function ownerName(process: string, address: string | null): string {
  const host = address === null ? "" : new URL(address).hostname;
  const isHere = host === "" || /^(127\.|localhost$|\[::1\]$)/.test(host);
  return isHere ? pidIn(process) : `${pidIn(process)} @ ${host}`;
}

/** What of the providers needs the operator. */
export async function carrierAlarms(actor: Actor): Promise<CarrierAlarm[]> {
  return (await carriersNow(actor)).flatMap(({ alarms }) => alarms);
}

async function figuresNow() {
  const [hour, usual] = await Promise.all([recentProviderHealth(), usualReports()]);
  return {
    hour: new Map(hour.map(({ name, kind: _, enabled: __, takesOver: ___, ...figures }) => [name, figures])),
    usual,
  };
}

function usualReports() {
  return sharedFor("carriers.usual", USUAL_MS, async () => {
    const db = database();
    const before = await firstIdSince(db, new Date(Date.now() - HOUR_MS));
    return selectUsualReports(db, { before, most: LATEST });
  });
}

/** The latest of these times, if it is of the last hour. */
function lately(times: (Date | null)[]): string | null {
  const latest = Math.max(...times.map((time) => time?.getTime() ?? 0));
  return Date.now() - latest < HOUR_MS ? new Date(latest).toISOString() : null;
}

function knownOf({ name, kind, config }: { name: string; kind: ProviderKind; config: Uint8Array }) {
  try {
    const opened = openConfig(name, config);
    const adapter = adapters[kind];
    return { key: adapter.reportsKey(opened), reports: adapter.testing(opened).reports };
  } catch {
    return null;
  }
}
