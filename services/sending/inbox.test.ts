import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, operator } from "#bin/fixtures/gateway.ts";
import { sandboxConfig, sandboxProvider } from "#providers/sandbox.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { inboxOf } from "./inbox.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;

beforeAll(async () => {
  gateway = await freshGateway();
});

afterAll(() => gateway.drop());

test("a number is read by the dashboard's countries, not by the environment's", async () => {
  const sandbox = sandboxProvider(sandboxConfig.parse({ delay_ms: 0, reports: false }));
  for (const [messageId, number] of [
    [1, "963911000000"],
    [2, "905301234567"],
  ] as const) {
    await sandbox.deliver(
      { messageId, number, text: "x" } as Parameters<typeof sandbox.deliver>[0],
      () => {},
    );
  }
  const received = async (number?: string) => (await inboxOf(number))?.map(({ messageId }) => messageId);
  expect(await received()).toEqual([2, 1]);
  expect(await received("0911 000 000")).toEqual([1]);
  expect(await received("+90 530 123 45 67")).toBeUndefined();
  await changeSettings(operator, { group: "countries", value: { countries: ["TR", "SY"] } });
  expect(await received("+90 530 123 45 67")).toEqual([2]);
  // The first one is that of local numbers.
  expect(await received("0530 123 45 67")).toEqual([2]);
  expect(await received("+963 911 000 000")).toEqual([1]);
  await changeSettings(operator, { group: "countries", value: { countries: ["TR"] } });
  expect(await received("+963 911 000 000")).toBeUndefined();
});
