import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { competitors, config, looked, until } from "./test-competitors.ts";

const world = competitors();
const { competitor, rows } = world;

test("ten processes competing for three slots hold each slot once", async () => {
  const all = await Promise.all(
    Array.from({ length: 10 }, (_, n) => competitor(`process ${n}`, { count: 3 })),
  );
  await until(() => all.every(({ looks }) => looks > 0));
  const numbers = all.flatMap(({ slots }) => slots.map(({ number }) => number));
  expect(numbers.toSorted()).toEqual([1, 2, 3]);
  expect(await rows()).toMatchObject([{ fence: 1 }, { fence: 1 }, { fence: 1 }]);
});

test("a released slot goes to another process, with a higher fencing number", async () => {
  const first = await competitor("first");
  await until(() => first.slots.length === 1);
  const second = await competitor("second");
  await looked(second);
  expect(second.slots).toEqual([]);
  expect(second.claim.elsewhere().kind).toBe("coming");
  first.claim.close();
  await first.slots[0]!.release();
  await until(() => second.slots.length === 1);
  expect(await rows()).toEqual([{ slot: 1, owner: "second", fence: 2, state: "connecting" }]);
  // What the first one still says changes nothing.
  await first.slots[0]!.release();
  expect((await rows())[0]!.owner).toBe("second");
});

test("if no other process has a slot, there is nothing to wait for", async () => {
  const first = await competitor("first");
  await until(() => first.slots.length === 1 && first.looks > 0);
  expect(first.claim.elsewhere().kind).toBe("down");
});

test("other processes see the state of a session", async () => {
  const first = await competitor("first", { address: "http://127.0.0.1:1" });
  await until(() => first.slots.length === 1);
  const second = await competitor("second");
  first.slots[0]!.report({ kind: "refused", why: "Bind refused: ESME_RINVPASWD (0x0e)" });
  await until(() => second.claim.elsewhere().kind === "down");
  expect(second.claim.elsewhere().state).toEqual({
    kind: "refused",
    why: "Bind refused: ESME_RINVPASWD (0x0e)",
  });
  first.slots[0]!.report({ kind: "bound" });
  await until(() => second.claim.elsewhere().kind === "bound");
});

test("an expired lease is taken after the margin, and its owner is told", async () => {
  const first = await competitor("first");
  await until(() => first.slots.length === 1);
  const { sql } = world.gateway;
  const [ended] = await sql`
    update binds set lease_ends_at = now() - interval '1 second' where provider_id = ${world.providerId}
    returning lease_ends_at as at`;
  const second = await competitor("second");
  await until(() => second.slots.length === 1);
  const [taken] = await sql`
    select state_since >= ${ended!.at}::timestamptz + interval '2 seconds' as "afterMargin"
    from binds where provider_id = ${world.providerId}`;
  expect(taken).toEqual({ afterMargin: true });
  expect(first.slots[0]!.isHeld()).toBe(true);
  first.slots[0]!.report({ kind: "bound" });
  await until(() => first.slots[0]!.ending.aborted);
  expect(first.slots[0]!.isHeld()).toBe(false);
  expect(await rows()).toEqual([{ slot: 1, owner: "second", fence: 2, state: "connecting" }]);
});

test.each([
  ["does not count while it sleeps", "wall"],
  ["is set back", "monotonic"],
])("if one clock %s, the other one ends the lease", async (_, clock) => {
  const first = await competitor("first");
  await until(() => first.slots.length === 1);
  const [slot] = first.slots;
  const [now, wall] = [performance.now(), Date.now()];
  // Its time to let go comes before the lease's end.
  vi.spyOn(performance, "now").mockReturnValue(now + (clock === "monotonic" ? 15_000 : 0));
  vi.spyOn(Date, "now").mockReturnValue(clock === "wall" ? wall + 15_000 : wall - 3_600_000);
  expect(slot!.isHeld()).toBe(true);
  await until(() => slot!.ending.aborted);
  expect(String(slot!.ending.reason)).toContain("could not be renewed");
});

test("no session of a new configuration begins while one of the old configuration exists", async () => {
  const before = await competitor("first", { count: 2 });
  await until(() => before.slots.length === 2);
  const outdated: number[] = [];
  before.keeper.onOutdated = (id) => void outdated.push(id);
  await setProvider(operator, { name: world.name, kind: "smpp", config: { ...config, binds: 2 } });
  const after = await competitor("second", { count: 2, of: { ...config, binds: 2 } });
  await looked(after);
  expect(after.claim.elsewhere().kind).toBe("coming");
  await before.slots[1]!.release();
  await looked(after);
  expect(after.slots).toEqual([]);
  // The process that still has the old one hears of it with its next renewal.
  before.slots[0]!.report({ kind: "bound" });
  await until(() => outdated.includes(world.providerId));
  before.claim.close();
  await before.slots[0]!.release();
  await until(() => after.slots.length === 2);
});

test("a process with an outdated configuration or a removed provider gets no slot", async () => {
  const old = await world.revision();
  await setProvider(operator, { name: world.name, kind: "smpp", config: { ...config, binds: 2 } });
  const outdated = await competitor("first", { revision: old });
  await looked(outdated);
  expect([outdated.slots, await rows()]).toEqual([[], []]);
});

test.runIf(existsSync("/proc/self/ns/pid"))(
  "what a process of this machine left that has ended is free at once",
  async () => {
    const url = new URL("../../runtime/process-identity.ts", import.meta.url).href;
    const script = `import { processIdentity } from ${JSON.stringify(url)}; process.stdout.write(processIdentity()); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
    const [identity] = await once(child.stdout, "data");
    const first = await competitor("first", { process: String(identity) });
    await until(() => first.slots.length === 1);
    const second = await competitor("second");
    await looked(second);
    expect(second.slots).toEqual([]);
    child.kill("SIGKILL");
    await once(child, "exit");
    await until(() => second.slots.length === 1);
    expect(await rows()).toMatchObject([{ owner: "second", fence: 2 }]);
  },
);

test("a closed claim takes no more slots", async () => {
  const first = await competitor("first");
  first.claim.close();
  await setTimeoutOnce();
  expect((await rows()).filter(({ owner }) => owner !== null)).toEqual([]);
  expect(first.slots).toEqual([]);
});

/** Until the statements that were under way are over. */
const setTimeoutOnce = async () => {
  for (let times = 0; times < 5; times++) await world.gateway.sql`select 1`;
};
