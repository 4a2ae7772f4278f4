import { expect, test } from "vitest";
import { z } from "zod";
import { newUuid } from "./uuid.ts";

test("each is another UUID of version 4", () => {
  const made = Array.from({ length: 200 }, newUuid);
  for (const uuid of made) expect(z.uuidv4().safeParse(uuid).success, uuid).toBe(true);
  expect(new Set(made).size).toBe(made.length);
});
