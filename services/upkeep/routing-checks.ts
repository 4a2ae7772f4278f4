import { coverageOf } from "#core/routing/coverage.ts";
import { leftOutTexts } from "#core/routing/left-out.ts";
import { routeFaults, undeliverable } from "#core/routing/routing-faults.ts";
import { routingVersion } from "#db/queries/authorise.ts";
import { selectSealedProviders } from "#db/queries/gateway/providers.ts";
import { selectSentTexts, selectUnmatchedReports } from "#db/queries/gateway/routing-check.ts";
import { selectOperators } from "#db/queries/routing/operators.ts";
import { selectSenders } from "#db/queries/routing/senders.ts";
import { adapters } from "#providers/registry.ts";
import { database } from "#runtime/database/pools.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { env } from "#runtime/env.ts";
import { openConfig } from "#services/gateway/providers.ts";
import { currentRouting } from "#services/sending/provider-chain.ts";
import { type Check, check, Warning } from "./check.ts";

/** The maximum number of findings listed per check. */
const NAMED = 20;
/** Fewer reports without a message than this may be stray ones. */
const MANY_REPORTS = 10;

/** Whether messages find a carrier, and reports their messages. */
export async function routingChecks(): Promise<Check[]> {
  return [
    await check("routes", routes),
    await check("coverage", coverage),
    await check("senders", senders),
    await check("reports", reports),
  ];
}

const list = (findings: string[]) =>
  [
    ...findings.slice(0, NAMED),
    ...(findings.length > NAMED ? [`and ${findings.length - NAMED} more`] : []),
  ].join("; ");
const warned = (findings: string[], well: string) =>
  findings.length > 0 ? new Warning(list(findings)) : well;

const routing = async () => (await currentRouting(await withSendPool(routingVersion))).routing;

async function routes(): Promise<string | Warning> {
  const loaded = await routing();
  const { idle, partly, dangling } = routeFaults(loaded);
  if (dangling.length > 0) {
    throw new Error(`these routes name providers that do not exist; set them again: ${list(dangling)}`);
  }
  const count = loaded.byPrefix.size;
  return warned(
    [...idle.map((each) => `nobody delivers by the route ${each}`), ...partly.map((each) => `route ${each}`)],
    count === 0
      ? "there are none; the order of the providers decides"
      : "every provider that a route names delivers",
  );
}

async function coverage(): Promise<string | Warning> {
  const loaded = await routing();
  const [operators, texts] = [await selectOperators(database()), await selectSentTexts(database())];
  if (loaded.providers.length === 0) return "without a provider there is nothing to look at";
  const general = [...loaded.byPrefix].flatMap(([prefix, at]) => (at.general ? [prefix] : []));
  const { uncovered } = coverageOf(
    operators.flatMap(({ prefixes }) => prefixes),
    general,
  );
  const named = operators.flatMap(({ name, prefixes }) => {
    const missing = prefixes.filter((prefix) => uncovered.includes(prefix));
    return missing.length > 0 ? [`no route for ${missing.join(", ")} of ${name}`] : [];
  });
  const lost = undeliverable(loaded, texts, operators, uncovered).map(
    ({ templateId, accountId, language, to, reasons }) =>
      `nobody delivers template ${templateId} of account ${accountId} in ${language === 0 ? "Arabic" : "English"} to ${to.join(", ")}: ${reasons.map((each) => leftOutTexts[each]).join(", ")}`,
  );
  return warned([...named, ...lost], "every text in use has a provider for every operator's numbers");
}

async function senders(): Promise<string | Warning> {
  const requested = (await selectSenders(database())).filter(({ state }) => state === "requested");
  return warned(
    requested.map(
      ({ sender, provider, accountId }) =>
        `${sender}${accountId === null ? "" : ` of account ${accountId}`} is not registered with ${provider}, and not used until it is`,
    ),
    "every sender is registered",
  );
}

async function reports(): Promise<string | Warning> {
  const rows = await selectSealedProviders(database());
  const hasAddress = (base = env().PUBLIC_URL) => base !== undefined;
  const configured = rows.flatMap(({ name, kind, config, enabled }) => {
    if (!enabled) return [];
    try {
      const problem = adapters[kind].reportProblem(openConfig(name, config), hasAddress);
      return problem === null ? [] : [`${name}: ${problem}`];
    } catch {
      // The check of the providers says so.
      return [];
    }
  });
  const unmatched = (await selectUnmatchedReports(database(), MANY_REPORTS)).map(
    ({ name, kind, parked }) =>
      `${name}: ${parked} delivery reports match no message, and none of its latest messages has one; check how ids are written (${kind === "smpp" ? "id_response and id_receipt" : "id_pattern and reports"})`,
  );
  return warned([...configured, ...unmatched], "nothing keeps delivery reports from their messages");
}
