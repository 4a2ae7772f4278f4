import { afterEach, expect, test } from "vitest";
import { smppConfig } from "#providers/smpp/config.ts";
import { SmppProvider } from "#providers/smpp/smpp.ts";
import { startSmsc } from "#providers/smpp/test-smsc.ts";
import { testDelivery } from "#providers/test-delivery.ts";
import { type Competitor, competitors, config, looked, until } from "./test-competitors.ts";

const world = competitors();
const { competitor } = world;

/** Competes, and takes deliveries from others, as a serving process does. */
const serving = (owner: string, options = {}) =>
  competitor(owner, { address: "http://127.0.0.1:1", giveUpMs: 300, restMs: 60_000, ...options });
const owners = async () => (await world.rows()).map(({ owner }) => owner);
const counts = (...of: Competitor[]) => of.map((each) => each.held().length);

test("processes that come later get their share of the slots, one slot at a time", async () => {
  const first = await serving("first", { count: 4 });
  await until(() => first.slots.length === 4);
  const second = await serving("second", { count: 4 });
  await until(() => second.held().length === 2);
  expect(counts(first, second)).toEqual([2, 2]);
  const third = await serving("third", { count: 4 });
  await until(() => third.held().length === 1);
  expect(counts(first, second, third).toSorted()).toEqual([1, 1, 2]);
  // Nothing moves any more.
  const before = await world.rows();
  await Promise.all([first, second, third].map((each) => looked(each)));
  expect((await world.rows()).map(({ owner, fence }) => [owner, fence])).toEqual(
    before.map(({ owner, fence }) => [owner, fence]),
  );
});

test("the share of a process that stops goes to the others at once", async () => {
  const [first, second] = [await serving("first", { count: 3 }), await serving("second", { count: 3 })];
  await until(() => first.held().length + second.held().length === 3);
  await until(() => second.held().length > 0);
  await first.stop();
  await until(() => second.held().length === 3);
});

test("a process that takes no deliveries from others does not count", async () => {
  const first = await serving("first", { count: 2 });
  await until(() => first.slots.length === 2);
  const tool = await competitor("command line", { count: 2 });
  await looked(tool, 3);
  expect(counts(first, tool)).toEqual([2, 0]);
});

test("a process that cannot reach the carrier leaves the slot to another one, and pauses", async () => {
  const first = await serving("first");
  await until(() => first.slots.length === 1);
  const second = await serving("second");
  first.slots[0]!.report({ kind: "waiting", why: "Not connected (ECONNREFUSED)" });
  await until(() => second.slots.length === 1);
  // Not even when the slot is free again, as long as another process wants it.
  second.slots[0]!.report({ kind: "bound" });
  await second.slots[0]!.release();
  await until(() => second.slots.length === 2);
  await looked(first);
  expect([first.slots.length, await owners()]).toEqual([1, ["second"]]);
  // When nobody else wants it there is nothing to lose by trying.
  await second.stop();
  await until(() => first.slots.length === 2);
});

test("while no process can reach the carrier, each tries by turns", async () => {
  const first = await serving("first", { restMs: 1_000 });
  await until(() => first.slots.length === 1);
  const second = await serving("second", { restMs: 1_000 });
  for (const [turn, each] of [first, second, first, second].entries()) {
    await until(() => each.held().length === 1);
    expect(each.slots).toHaveLength(Math.floor(turn / 2) + 1);
    each.held()[0]!.report({ kind: "waiting", why: "Not connected (ETIMEDOUT)" });
  }
});

test.each([
  ["is the only one", undefined],
  ["is refused by the carrier, which it has reached", "refused"],
] as const)("a process keeps its slot if it %s", async (_, kind) => {
  const first = await serving("first");
  await until(() => first.slots.length === 1);
  first.slots[0]!.report({ kind: "waiting", why: "Not connected (ECONNREFUSED)" });
  if (kind) first.slots[0]!.report({ kind, why: "Bind refused: ESME_RINVPASWD (0x0e)" });
  await until(async () => (await world.rows())[0]!.state === (kind ?? "waiting"));
  const other = await competitor("other", kind ? { address: "http://127.0.0.1:2" } : {});
  await looked(other, 3);
  expect([first.slots[0]!.yielding.aborted, await owners()]).toEqual([false, ["first"]]);
});

const providers: SmppProvider[] = [];
afterEach(async () => {
  for (const each of providers.splice(0)) await each.close();
});

test("a session is established by whichever process reaches the carrier", async () => {
  const smsc = await startSmsc();
  const nobody = await startSmsc();
  await nobody.close();
  /** A process on a machine from which the carrier has this port. */
  const processAt = async (owner: string, port: number) => {
    const options = { address: "http://127.0.0.1:1", giveUpMs: 300, restMs: 60_000 };
    const { shared } = await world.slotsOf(owner, options);
    const provider = new SmppProvider(
      smppConfig.parse({ ...config, port }),
      {
        name: owner,
        slots: shared,
        onReport: async () => {},
        onLateKeys: () => {},
        reportUrl: () => null,
      },
      () => 20,
    );
    providers.push(provider);
    provider.open();
    return provider;
  };
  const cut = await processAt("cut off", nobody.port);
  await until(async () => (await world.rows())[0]?.state === "waiting");
  const well = await processAt("well", smsc.port);
  await until(() => well.binds.some(({ kind }) => kind === "bound"));
  await until(() => cut.binds.length === 0);
  await until(() => cut.state().kind === "ready");
  expect(await well.deliver(delivery, () => {})).toMatchObject({ kind: "accepted" });
  expect(await owners()).toEqual(["well"]);
  for (const each of providers.splice(0)) await each.close();
  await smsc.close();
});

const delivery = testDelivery({ messageId: 5 });
