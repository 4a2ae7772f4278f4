import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { explainRoute } from "#services/routing/explain.ts";
import { setRoute } from "#services/routing/routes.ts";
import { customers, refusing, send } from "./test-troubles.ts";

test("the dry run says that a carrier is down, and no longer when it is back", async () => {
  const templateId = customers.quiet!.template.id;
  const explain = async () => {
    const { candidates, leftOut, fate, health } = await explainRoute(operator, {
      number: "963951234567",
      templateId,
    });
    return { candidates: candidates.map(({ provider }) => provider), leftOut, fate, health };
  };
  await setRoute(operator, { prefix: "96395", providers: ["refusing", "gone"] });
  const here = (reasons: Record<string, string>) =>
    expect.arrayContaining(Object.entries(reasons).map(([provider, reason]) => ({ provider, reason })));
  // A carrier is hoped for until its first connection has failed.
  await expect.poll(explain).toEqual({
    candidates: [],
    leftOut: here({ refusing: "bind_refused", gone: "not_bound" }),
    fate: "unavailable",
    health: true,
  });
  refusing.script.onBind = () => 0;
  const smpp = { host: "127.0.0.1", system_id: "other", password: "secret", sender: "Aman" };
  await setProvider(operator, { name: "refusing", kind: "smpp", config: { ...smpp, port: refusing.port } });
  await expect.poll(async () => (await explain()).candidates).toEqual(["refusing"]);
});

test("the dry run says that a carrier's breaker is open, as the next send finds", async () => {
  const config = { url: "http://127.0.0.1:1/?to={{number}}&t={{text}}" };
  await setProvider(operator, { name: "shut", kind: "http", config });
  await setRoute(operator, { prefix: "96398", providers: ["shut"] });
  const explain = () =>
    explainRoute(operator, { number: "963981234567", templateId: customers.quiet!.template.id });
  expect((await explain()).candidates).toMatchObject([{ provider: "shut" }]);
  for (let n = 0; n < 5; n++) {
    expect(await send("963981234567")).toMatchObject({ message: { status: "failed" } });
  }
  expect(await explain()).toMatchObject({
    candidates: [],
    leftOut: expect.arrayContaining([{ provider: "shut", reason: "breaker_open" }]),
    fate: "unavailable",
  });
  expect(await send("963981234567")).toEqual({ kind: "no_provider" });
});
