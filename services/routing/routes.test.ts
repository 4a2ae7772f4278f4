import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { removeProvider } from "#services/gateway/providers.ts";
import { listRoutes, setRoute } from "./routes.ts";
import "./test-routing.ts";

test("concurrent changes leave one of their routes", async () => {
  const orders = [["alpha"], ["beta"], ["alpha", "beta"], ["beta", "alpha"]];
  await Promise.all(orders.map((providers) => setRoute(operator, { prefix: "963", providers })));
  const routes = await listRoutes(operator);
  expect(routes).toHaveLength(1);
  expect(orders).toContainEqual(routes[0]!.providers);
});

test("an edit of a route that somebody changed meanwhile is refused", async () => {
  await setRoute(operator, { prefix: "963", providers: ["alpha"] });
  const edit = { prefix: "963", providers: ["beta"], basis: { was: { providers: "alpha, beta" } } };
  await expect(setRoute(operator, edit)).rejects.toMatchObject({ code: "changed_meanwhile" });
});

test.each([
  ["prefix", { prefix: "0931" }],
  ["prefix", { prefix: "96393\u0000" }],
  ["prefix", { prefix: "9".repeat(16) }],
  ["providers", { providers: [] }],
  ["providers", { providers: ["alpha", "alpha"] }],
  ["providers.0", { providers: ["a b"] }],
  ["accountId", { accountId: -1 }],
])("a route with a wrong %s is refused: %j", async (field, wrong) => {
  const input = { prefix: "963", providers: ["alpha"], ...wrong };
  await expect(setRoute(operator, input)).rejects.toMatchObject({
    code: "invalid_input",
    fields: { [field]: [expect.any(String)] },
  });
});

test("a provider used in a route cannot be removed", async () => {
  await setRoute(operator, { prefix: "963", providers: ["alpha"] });
  await expect(removeProvider(operator, { name: "alpha" })).rejects.toMatchObject({
    code: "provider_in_routes",
  });
});
