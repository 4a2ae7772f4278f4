import { describe, expect, test } from "vitest";
import { compileRouting, type RoutedProvider, type RoutingData } from "./routing.ts";
import { routeFaults, undeliverable } from "./routing-faults.ts";

const provider = (id: number, more: Partial<RoutedProvider> = {}): RoutedProvider => ({
  id,
  name: `carrier${id}`,
  kind: "http",
  enabled: true,
  takesOver: false,
  demandsApproval: false,
  needsSender: false,
  usable: true,
  ...more,
});
const routingOf = (data: Partial<RoutingData>) =>
  compileRouting({ providers: [], routes: [], senders: [], approvals: [], ...data });

describe("routes", () => {
  test("that somebody serves are well", () => {
    const routing = routingOf({
      providers: [provider(1)],
      routes: [{ prefix: "963", accountId: null, providerIds: [1] }],
    });
    expect(routeFaults(routing)).toEqual({ idle: [], partly: [], dangling: [] });
  });

  test("are told apart by whether anybody is left to deliver", () => {
    const routing = routingOf({
      providers: [
        provider(1),
        provider(2, { enabled: false }),
        provider(3, { usable: false }),
        provider(4, { kind: "sandbox" }),
      ],
      routes: [
        { prefix: "963", accountId: null, providerIds: [1, 2] },
        { prefix: "96393", accountId: null, providerIds: [2, 3] },
        { prefix: "96394", accountId: 7, providerIds: [4] },
        { prefix: "96395", accountId: null, providerIds: [1, 99] },
        { prefix: "96396", accountId: null, providerIds: [99] },
      ],
    });
    expect(routeFaults(routing)).toEqual({
      idle: [
        "96393: carrier2 (switched off), carrier3 (its configuration cannot be used)",
        "96394 of account 7: carrier4 (sandbox that does not take over)",
        "96396: no provider",
      ],
      partly: ["963: carrier2 (switched off)"],
      dangling: ["96395", "96396"],
    });
  });
});

describe("a text", () => {
  const operators = [
    { name: "Syriatel", prefixes: ["96393", "96398"] },
    { name: "MTN Syria", prefixes: ["96394"] },
  ];
  const text = { templateId: 3, accountId: 1, versionId: 5, language: 0 as const };
  const to = (data: Partial<RoutingData>, uncovered: string[] = []) =>
    undeliverable(routingOf(data), [text], operators, uncovered).map((each) => [each.to, each.reasons]);

  test("that every operator's numbers can be sent is not named", () => {
    expect(to({ providers: [provider(1)] })).toEqual([]);
  });

  test("names the operators that cannot be reached, and why", () => {
    const strict = provider(1, { demandsApproval: true });
    expect(to({ providers: [strict] })).toEqual([[["Syriatel", "MTN Syria"], ["approval_missing"]]]);
    const approvals = [
      { providerId: 1, versionId: 5, language: 0, approvedAs: "text", templateCode: null } as const,
    ];
    expect(to({ providers: [strict], approvals })).toEqual([]);
    // Of the other language.
    expect(to({ providers: [strict], approvals: [{ ...approvals[0]!, language: 1 }] })).toHaveLength(1);
    const routes = [
      { prefix: "96398", accountId: null, providerIds: [1] },
      { prefix: "963", accountId: null, providerIds: [2] },
    ];
    expect(to({ providers: [strict, provider(2, { needsSender: true })], routes })).toEqual([
      [
        ["Syriatel", "MTN Syria"],
        ["sender_missing", "approval_missing"],
      ],
    ]);
    expect(to({ providers: [strict, provider(2)], routes })).toEqual([
      [["Syriatel (96398)"], ["approval_missing"]],
    ]);
  });

  test("is not blamed for prefixes that have no route at all", () => {
    const routes = [{ prefix: "96393", accountId: null, providerIds: [1] }];
    const providers = [provider(1)];
    expect(to({ providers, routes }, ["96394", "96398"])).toEqual([]);
    expect(to({ providers, routes })).toEqual([[["Syriatel (96398)", "MTN Syria"], ["no_route"]]]);
  });
});
