import { expect, test } from "vitest";
import { byUse, isLive, type TokenState, tokenState } from "./token-state.ts";

const now = new Date("2026-11-26T10:00:00Z");
const later = new Date("2026-11-27T10:00:00Z");
const none = { revokedAt: null, expiresAt: null, replacedBy: null };

test.each<[Partial<Parameters<typeof tokenState>[0]>, TokenState, boolean]>([
  [{}, "active", true],
  [{ expiresAt: later }, "active", true],
  [{ expiresAt: later, replacedBy: 2 }, "replaced", true],
  [{ expiresAt: now, replacedBy: 2 }, "expired", false],
  [{ expiresAt: now }, "expired", false],
  [{ expiresAt: later, replacedBy: 2, revokedAt: now }, "revoked", false],
])("%j is %s", (ending, state, live) => {
  expect(tokenState({ ...none, ...ending }, now)).toBe(state);
  expect(isLive(state)).toBe(live);
});

test("tokens that keep working come first, newest first", () => {
  const tokens = (["revoked", "active", "replaced", "active", "expired"] as const).map((state, i) => ({
    id: i + 1,
    state,
  }));
  expect(tokens.sort(byUse).map(({ id }) => id)).toEqual([4, 2, 3, 5, 1]);
});
