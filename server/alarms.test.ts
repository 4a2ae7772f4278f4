import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { alarmKinds } from "#core/gateway/carrier-alarms.ts";
import { metrics } from "#runtime/metrics.ts";
import { renew } from "#runtime/shared.ts";
import { carrierAlarms, carriersNow } from "#services/providers/carriers.ts";
import { connectionReports } from "#services/reports/connection-reports.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { setRoute } from "#services/routing/routes.ts";
import { answerMetrics } from "./metrics-listener.ts";
import { customers, gateway, ids, send } from "./test-troubles.ts";

test("the overview has an alarm for each trouble, and the carriers' page says since when and why", async () => {
  await setRoute(operator, { prefix: "96393", providers: ["odd"] });
  await setRoute(operator, { prefix: "963", providers: ["quiet"] });
  expect(await send("963931234567")).toMatchObject({ message: { status: "unknown" } });
  renew("providers.health");
  const troubles = [
    ["refusing", "bind_refused", "Bind refused: ESME_RINVPASWD (0x0e)"],
    ["gone", "down", "Not connected (ECONNREFUSED)"],
    ["odd", "unrecognised", null],
    ["quiet", "no_reports", null],
    ["slack", "share_low", "50 % / 100 %"],
  ];
  expect(new Set(troubles.map(([, kind]) => kind))).toEqual(new Set(alarmKinds));
  // Each attempt to connect passes through other states.
  await expect
    .poll(async () =>
      (await carrierAlarms(operator)).map(({ provider, kind, detail }) => [provider, kind, detail]),
    )
    .toEqual(troubles);
  await expect
    .poll(async () => (await carriersNow(operator))[0]!.binds)
    .toMatchObject([
      { slot: 1, state: "refused", owner: String(process.pid), why: "Bind refused: ESME_RINVPASWD (0x0e)" },
    ]);
  const [, , odd, quiet, slack] = await carriersNow(operator);
  // Where it takes messages from other machines, its own is named.
  await gateway.sql`update binds set address = 'http://10.8.0.7:4000' where provider_id = ${ids.refusing!}`;
  const [elsewhere] = await carriersNow(operator);
  expect(elsewhere!.binds[0]!.owner).toBe(`${process.pid} @ 10.8.0.7`);
  expect(odd!.figures).toMatchObject({
    accepted: 0,
    rejected: 0,
    unknown: 1,
    lastError: "Words that nobody has seen",
    lastErrorAt: expect.stringMatching(/^20/),
  });
  expect(quiet!.figures).toMatchObject({ accepted: 20, delivered: 0, lastError: null, reportMs: null });
  // A second to the answer, and two more to the report.
  expect(slack!.figures).toMatchObject({
    accepted: 20,
    delivered: 10,
    answerMs: 1_000,
    answerP95Ms: 1_000,
    reportMs: 2_000,
    reportP95Ms: 2_000,
  });
});

/** What the rules ask for: each metric with the values that its labels must have. */
const rules = readFileSync(join(import.meta.dirname, "../docs/prometheus-rules.yml"), "utf8")
  .split("- alert: ")
  .slice(1)
  .map((text) => ({
    name: text.split("\n")[0]!,
    metrics: [...text.matchAll(/\b(aman_\w+)(?:\{([^}]*)\})?/g)].map(([, metric, labels = ""]) => ({
      metric: metric!,
      labels: [...labels.matchAll(/(\w+)=~?"([^"]*)"/g)].map(
        ([, label, values]) => [label!, values!.split("|")] as const,
      ),
    })),
    by: [...new Set([...text.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, names]) => names!.split(/,\s*/)))],
    named: [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!),
  }));

test("what the rules count begins at zero, so that the first event is an increase", async () => {
  const zero = (labels: object) => ({ labels, value: 0 });
  expect((await metrics().unrecognised.get()).values).toContainEqual(zero({ provider: "quiet" }));
  const { values: sends } = await metrics().sends.get();
  const { values: reports } = await metrics().reports.get();
  for (const outcome of ["accepted", "rejected", "unknown"]) {
    expect(sends).toContainEqual(zero({ outcome, provider: "slack" }));
  }
  for (const kind of ["delivered", "failed"]) {
    expect(reports).toContainEqual(zero({ kind, provider: "slack" }));
  }
});

test("each rule for Prometheus finds what it asks for in /metrics", async () => {
  expect(rules).toHaveLength(alarmKinds.length + 2);
  await expect
    .poll(async () => (await metrics().binds.get()).values)
    .toContainEqual({ labels: { provider: "refusing", state: "refused" }, value: 1 });
  const sent = await send("963961234567");
  const id = sent.kind === "message" ? Number(sent.message.id) : 0;
  await gateway.sql`insert into provider_refs (provider_id, ref_hash, message_id, part, parts)
    values (${ids.quiet!}, ${refHashOf(ids.quiet!, "k")}, ${id}, 1, 1)`;
  await connectionReports(ids.quiet!)({ kind: "delivered", keys: [["k"]], word: "DELIVRD" });
  await gateway.sql`update subscriptions set used = quota * 0.95 where id = ${customers.slack!.subscription.id}`;
  renew("attention.credits");
  const answered = { writeHead() {}, end() {} } as unknown as Parameters<typeof answerMetrics>[1];
  await answerMetrics({} as Parameters<typeof answerMetrics>[0], answered);
  const all = await metrics().registry.getMetricsAsJSON();
  for (const rule of rules) {
    expect(rule.metrics.length, rule.name).toBeGreaterThan(0);
    for (const label of rule.named) expect(rule.by, rule.name).toContain(label);
    for (const { metric, labels } of rule.metrics) {
      const { values } = all.find(({ name }) => name === metric) ?? { values: [] };
      const found = (values as { labels: Record<string, unknown>; value: number }[]).filter((sample) =>
        labels.every(([label, ones]) => ones.includes(String(sample.labels[label]))),
      );
      expect(found.length, `${rule.name}: ${metric}`).toBeGreaterThan(0);
      for (const label of rule.by) expect(found[0]!.labels, `${rule.name}: ${metric}`).toHaveProperty(label);
    }
  }
  const short = all.find(({ name }) => name === "aman_account_short_of_credit")!.values;
  expect(short).toEqual([
    { labels: { account: customers.spent!.account.id, state: "used" }, value: 1 },
    { labels: { account: customers.slack!.account.id, state: "nearQuota" }, value: 1 },
  ]);
});
