import fc from "fast-check";
import { expect, test } from "vitest";
import { type GoingLive, goingLive, goingLiveSteps, isLive } from "./going-live.ts";

const fresh: GoingLive = {
  carriers: [{ kind: "sandbox", enabled: true, usable: true, lastTest: null }],
  senders: [],
  openApprovals: 0,
  coverage: { hasGeneralRoute: false, uncovered: [] },
  sandbox: "only",
  firstPasswords: 2,
  staffWithoutTwoFactor: 1,
};
const real = { kind: "smpp", enabled: true, usable: true, lastTest: null } as const;
const tested = { ...real, lastTest: { outcome: "accepted", report: null, at: "" } } as const;

test("on a fresh gateway no step is done", () => {
  expect(Object.values(goingLive(fresh))).toEqual(goingLiveSteps.map(() => false));
});

test("each step is ticked off by its own condition only", () => {
  const carrier = goingLive({ ...fresh, carriers: [...fresh.carriers, real], sandbox: null });
  expect(carrier).toEqual({
    carrier: true,
    test: false,
    senders: true,
    approvals: true,
    routes: true,
    sandbox: true,
    passwords: false,
    twoFactor: false,
  });
  const safe = { firstPasswords: 0, staffWithoutTwoFactor: 0 };
  const live = { ...fresh, ...safe, carriers: [tested], sandbox: null };
  expect(Object.values(goingLive(live))).toEqual(goingLiveSteps.map(() => true));
  expect(goingLive({ ...live, senders: [{ state: "requested" }] }).senders).toBe(false);
  expect(goingLive({ ...live, openApprovals: 1 }).approvals).toBe(false);
  expect(goingLive({ ...live, coverage: { hasGeneralRoute: true, uncovered: ["96393"] } }).routes).toBe(
    false,
  );
  expect(goingLive({ ...live, sandbox: "takesOver" }).sandbox).toBe(false);
  expect(goingLive({ ...live, firstPasswords: 1 }).passwords).toBe(false);
  expect(goingLive({ ...live, staffWithoutTwoFactor: 1 }).twoFactor).toBe(false);
  expect(goingLive({ ...fresh, ...safe })).toMatchObject({
    passwords: true,
    twoFactor: true,
    carrier: false,
  });
});

test("a gateway is live when messages reach phones, whatever else is open", () => {
  const live = { ...fresh, carriers: [tested], sandbox: null };
  expect(isLive(goingLive(live))).toBe(true);
  expect(isLive(goingLive({ ...live, openApprovals: 1 }))).toBe(false);
});

test.each([
  ["rejected", null],
  ["unknown", null],
  [null, null],
  ["accepted", "failed"],
] as const)("a test that ended as %s and was reported as %s is not done", (outcome, report) => {
  const carriers = [{ ...real, lastTest: { outcome, report, at: "" } }];
  expect(goingLive({ ...fresh, carriers }).test).toBe(false);
});

test("no step is done without a real carrier that is on and usable", () => {
  const unusable = fc.record({
    kind: fc.constantFrom("sandbox", "http", "smpp"),
    enabled: fc.boolean(),
    usable: fc.boolean(),
    lastTest: fc.constant(tested.lastTest),
  });
  fc.assert(
    fc.property(fc.array(unusable), (all) => {
      const carriers = all.filter(({ kind, enabled, usable }) => kind === "sandbox" || !enabled || !usable);
      expect(Object.values(goingLive({ ...fresh, carriers, sandbox: null }))).not.toContain(true);
    }),
  );
});
