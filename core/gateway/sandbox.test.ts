import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deliveringProviders, type ProviderPlace, sandboxNotice } from "./sandbox.ts";

const real: ProviderPlace = { kind: "http", takesOver: false };
const idle: ProviderPlace = { kind: "sandbox", takesOver: false };
const active: ProviderPlace = { kind: "sandbox", takesOver: true };

describe("who is asked, and what comes to the sandbox", () => {
  test.each([
    ["nobody", [], [], null],
    ["a sandbox alone", [idle], [idle], "only"],
    ["two sandboxes alone", [idle, active], [idle, active], "only"],
    ["a real one alone", [real], [real], null],
    ["a sandbox behind a real one", [real, idle], [real], null],
    ["a sandbox in front of a real one", [idle, real], [real], null],
    ["a sandbox that takes over", [real, active], [real, active], "takesOver"],
    ["a sandbox that takes everything", [active, real], [active, real], "takesAll"],
    ["one of two sandboxes takes over", [idle, real, active], [real, active], "takesOver"],
  ])("%s", (_, configured, asked, notice) => {
    expect(deliveringProviders(configured)).toEqual(asked);
    expect(sandboxNotice(configured)).toBe(notice);
  });

  test("beside a real provider no sandbox is asked that does not take over; nobody else is left out", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(real, idle, active)), (configured) => {
        const asked = deliveringProviders(configured);
        const hasReal = configured.includes(real);
        expect(asked).toEqual(configured.filter((each) => !hasReal || each !== idle));
      }),
    );
  });
});
