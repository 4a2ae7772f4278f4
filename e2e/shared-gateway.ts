import { test as base } from "@playwright/test";
import { type Gateway, startGateway } from "./gateway.ts";

/** A test with a gateway that the files of a worker share: each test makes accounts of its own. */
export const test = base.extend<object, { gateway: Gateway }>({
  gateway: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from here
    async ({}, use) => {
      const gateway = await startGateway();
      try {
        await use(gateway);
      } finally {
        await gateway.discard();
      }
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

export { expect } from "@playwright/test";
