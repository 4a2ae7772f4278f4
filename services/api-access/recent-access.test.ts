import { expect, test } from "vitest";
import type { Authorisation } from "#db/queries/authorise.ts";
import { recall, remember } from "./recent-access.ts";

const asked = (n: number) => ({ tokenHash: `hash ${n}`, templateId: 1 });
const found = (accountId: number) => ({ accountId }) as Authorisation;

test("remembers by the complete request, and evicts the oldest entry when full", () => {
  for (let n = 0; n < 5_000; n++) remember(asked(n), found(n));
  expect(recall(asked(0))).toEqual(found(0));
  expect(recall({ ...asked(0), templateId: 2 })).toBeUndefined();
  // One that is known already takes no further room.
  remember(asked(0), found(10));
  expect(recall(asked(0))).toEqual(found(10));
  expect(recall(asked(1))).toEqual(found(1));
  remember(asked(5_000), found(5_000));
  expect(recall(asked(0))).toBeUndefined();
  expect(recall(asked(5_000))).toEqual(found(5_000));
});
