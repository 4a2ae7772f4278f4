import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { CODE_PLACE, providerTest, type TestReport, type TestResult } from "#core/gateway/provider-test.ts";
import { byId } from "#core/input/id.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { noAnswer } from "#core/message/timeline.ts";
import { parsePhone } from "#core/phone/phone.ts";
import { measure } from "#core/template/segments.ts";
import { routingVersion } from "#db/queries/authorise.ts";
import {
  findProviderTest,
  insertProviderTest,
  reportProviderTest,
  reserveMessageId,
  settleProviderTest,
} from "#db/queries/gateway/provider-tests.ts";
import { selectSealedProviders } from "#db/queries/gateway/providers.ts";
import { revisionOfRow } from "#db/queries/routing/snapshot.ts";
import type { Delivery, Outcome, Provider, Report } from "#providers/provider.ts";
import { adapters } from "#providers/registry.ts";
import { newTrace } from "#providers/trace.ts";
import { database } from "#runtime/database/pools.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { sharedSlots } from "#services/binds/slots.ts";
import { openConfig } from "#services/gateway/providers.ts";
import { connectionReports } from "#services/reports/connection-reports.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { reportUrl } from "#services/reports/report-address.ts";
import { allowedCountries } from "#services/sending/countries.ts";
import { messageReference, messageReferenceDigits } from "#services/sending/message-reference.ts";
import { isServing, reportingProviders } from "#services/sending/provider-chain.ts";

/** Ids of accounts begin at 1. */
const NO_ACCOUNT = 0;
const POLL_MS = 500;
/** Somebody waits for it. */
const LIFE_MS = 300_000;

/**
 * Sends a message by this provider alone, whether it is on or off. Nobody is charged, and it is in no send log. In a
 * serving process it uses the provider's own connections; elsewhere it opens one for itself.
 */
export async function testProvider(actor: Actor, input: unknown): Promise<TestResult> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(providerTest, input);
  const number = parsePhone(asked.number, await allowedCountries());
  if (number === null) throw invalid([["number", "phone"]]);
  const found = await providerToTest(asked.name);
  try {
    return await run(actor, found, { ...asked, number });
  } finally {
    if (found.own) await found.provider.close();
  }
}

/** The report on a test that was sent earlier, wherever that was. */
export async function reportOnTest(actor: Actor, input: unknown): Promise<TestReport | null> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { id } = checked(byId, input);
  const test = await findProviderTest(database(), id);
  if (!test?.report) return null;
  return { kind: test.report, word: test.reportWord ?? "", at: test.reportedAt!.toISOString() };
}

interface Tested {
  id: number;
  name: string;
  provider: Provider;
  /** Made for this test alone. */
  own: boolean;
  templateId: number;
  reports: boolean;
}

async function providerToTest(name: string): Promise<Tested> {
  const row = (await selectSealedProviders(database())).find((each) => each.name === name);
  if (!row) throw new Refused("provider_not_found", { name });
  const { id, kind } = row;
  const adapter = adapters[kind];
  const unusable = () => new Refused("provider_unusable", { name });
  const config = unlessThrows(() => openConfig(name, row.config), unusable);
  const { templateId, reports } = unlessThrows(() => adapter.testing(config), unusable);
  const live = isServing()
    ? (await reportingProviders(await withSendPool(routingVersion))).find((each) => each.id === id)
    : undefined;
  if (live) return { id, name, provider: live.provider, own: false, templateId, reports };
  const provider = unlessThrows(
    () =>
      adapter.make(adapter.withOneBind(config), {
        name,
        onReport: connectionReports(id),
        reportUrl: (key, base) => reportUrl({ providerId: id, key }, base),
        onLateKeys: () => {},
        // With the configuration as it stands: it is the same for the servers, which may have the carrier's sessions.
        slots: sharedSlots({ id, name, config, revision: () => revisionOfRow(row) }),
      }),
    unusable,
  );
  return { id, name, provider, own: true, templateId, reports };
}

function unlessThrows<T>(work: () => T, otherwise: () => Error): T {
  try {
    return work();
  } catch {
    throw otherwise();
  }
}

async function run(
  actor: Actor,
  { id: providerId, name, provider, templateId, reports: canReport }: Tested,
  { number, text: asked, wait }: z.output<typeof providerTest>,
): Promise<TestResult> {
  const { id: messageId, now: createdAt } = await reserveMessageId(database());
  const referenced = { id: messageId, number, createdAt };
  const references = [messageReference(referenced), messageReferenceDigits(referenced)];
  const hashed = (key: string) => refHashOf(providerId, key).toString("hex");
  const id = await auditedTransaction(async (tx) => {
    await audit(tx, actor, { action: "provider.test", subjectId: name });
    return insertProviderTest(tx, { providerId, refHashes: references.map(hashed) });
  });

  const code = String(randomInt(100_000, 1_000_000));
  const text = asked.replaceAll(CODE_PLACE, code);
  const trace = newTrace();
  const began = performance.now();
  const outcome = await deliverTest(
    provider,
    {
      messageId,
      accountId: NO_ACCOUNT,
      reference: (form) => references[form === "digits" ? 1 : 0]!,
      number,
      text,
      code,
      language: /\p{Script=Arabic}/u.test(text) ? 0 : 1,
      templateId,
      segments: measure(text).segments,
      expiresAt: performance.now() + LIFE_MS,
      trace,
    },
    (report) => noteReport(id, report),
  );
  const answerMs = Math.round(performance.now() - began);
  const keys = [...(outcome.reportKeys?.flat() ?? []), ...(outcome.ref === undefined ? [] : [outcome.ref])];
  await settleProviderTest(database(), id, {
    outcome: outcome.kind,
    answerMs,
    refHashes: keys.map(hashed),
  });
  const reports = canReport && outcome.kind !== "rejected";
  return {
    id,
    outcome: outcome.kind,
    scope: outcome.scope ?? null,
    response: outcome.response,
    answerMs,
    reports,
    report: reports ? await awaitReport(actor, id, wait) : null,
    wire: trace.entries,
  };
}

async function deliverTest(
  provider: Provider,
  delivery: Delivery,
  onReport: (report: Report) => void,
): Promise<Outcome> {
  try {
    return await provider.deliver(delivery, onReport);
  } catch (error) {
    log().error({ err: error }, "a provider threw in a test");
    return { kind: "unknown", response: noAnswer("(internal error)") };
  }
}

function noteReport(id: number, { kind, response }: Report): void {
  reportProviderTest(database(), { id }, { report: kind, reportWord: response.slice(0, 100) }).catch(
    (error: unknown) => log().warn({ err: error }, "the report on a test could not be kept"),
  );
}

async function awaitReport(actor: Actor, id: number, seconds: number): Promise<TestReport | null> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const report = await reportOnTest(actor, { id });
    if (report || performance.now() >= end) return report;
    await sleep(POLL_MS);
  }
}
