import { test as base, type WorkerFixture } from "@playwright/test";
import { type Gateway, startGateway } from "./gateway.ts";

type GatewayFixture = [WorkerFixture<Gateway, object>, { scope: "worker"; timeout: number }];

/**
 * A gateway for as long as a worker lives. Each call makes another one: a file that sets what everybody sees extends its
 * test with one of its own.
 */
export const ownGateway = (): GatewayFixture => [
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
];

/** A test with a gateway that the files of a worker share: each test makes accounts of its own. */
export const test = base.extend<object, { gateway: Gateway }>({ gateway: ownGateway() });

export { expect } from "@playwright/test";
