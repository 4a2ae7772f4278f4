import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deliveringProviders, type ProviderPlace, sandboxNotice } from "./sandbox.ts";

const real: ProviderPlace = { kind: "http", enabled: true, takesOver: false };
const idle: ProviderPlace = { kind: "sandbox", enabled: true, takesOver: false };
const active: ProviderPlace = { kind: "sandbox", enabled: true, takesOver: true };
const off = (provider: ProviderPlace): ProviderPlace => ({ ...provider, enabled: false });
const realOff = off(real);
const activeOff = off(active);

describe("which providers are used, and which messages reach the sandbox", () => {
  test.each([
    ["nobody", [], [], null],
    ["a sandbox alone", [idle], [idle], "only"],
    ["two sandboxes alone", [idle, active], [idle, active], "only"],
    ["a real one alone", [real], [real], null],
    ["a sandbox behind a real one", [real, idle], [real], null],
    ["a sandbox in front of a real one", [idle, real], [real], null],
    ["a sandbox that takes over", [real, active], [real, active], "takesOver"],
    ["a sandbox that takes everything", [active, real], [active, real], "takesAll"],
    ["a real one that is off", [realOff], [], null],
    ["a real one that is off, and a sandbox", [realOff, idle], [], null],
    ["a real one that is off, and a sandbox that takes over", [realOff, active], [active], "only"],
    ["a sandbox that is off", [activeOff], [], null],
    ["a sandbox that would take everything, but is off", [activeOff, real], [real], null],
    ["one of two sandboxes takes over", [idle, real, active], [real, active], "takesOver"],
  ])("%s", (_, configured, asked, notice) => {
    expect(deliveringProviders(configured)).toEqual(asked);
    expect(sandboxNotice(configured)).toBe(notice);
  });

  test("beside a real provider a sandbox is used only if it takes over; all other providers that are on are used", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(real, realOff, idle, active, activeOff)), (configured) => {
        const asked = deliveringProviders(configured);
        const hasReal = configured.some(({ kind }) => kind === "http");
        expect(asked).toEqual(configured.filter((each) => each.enabled && (!hasReal || each !== idle)));
      }),
    );
  });
});
