import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import type { Actor, Staff } from "#core/access/actor.ts";
import { carriersNow } from "#services/providers/carriers.ts";
import {
  listProviders,
  moveProvider,
  openConfig,
  removeProvider,
  sandboxNotice,
  setProvider,
  setSandboxTakeover,
  switchProvider,
} from "./providers.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const SECRET = "operator-credential-4711";
const http = {
  url: "https://sms.example.com/send",
  method: "POST",
  headers: { authorization: `Bearer ${SECRET}` },
  body: "to={number}&text={text}",
};
const order = async () => (await listProviders(operator)).map((provider) => provider.name);

test("providers are ordered by creation, even when added at once; a change keeps the position; a re-added one goes last", async () => {
  const set = (name: string) => setProvider(operator, { name, kind: "sandbox", config: {} });
  await Promise.all(["a", "b", "c", "d"].map(set));
  const first = await listProviders(operator);
  expect(first.map((provider) => provider.position)).toEqual([1, 2, 3, 4]);
  const names = await order();
  await setProvider(operator, { name: names[1], kind: "sandbox", config: { delay_ms: 9 } });
  expect(await order()).toEqual(names);
  await removeProvider(operator, { name: names[0] });
  await expect(removeProvider(operator, { name: names[0] })).rejects.toMatchObject({
    code: "provider_not_found",
  });
  expect(await order()).toEqual(names.slice(1));
  expect((await listProviders(operator)).map(({ position }) => position)).toEqual([1, 2, 3]);
  const revived = await set(names[0]!);
  expect(revived.id).toBe(first[0]!.id);
  expect(await order()).toEqual([...names.slice(1), names[0]]);
});

describe("the order", () => {
  const set = (name: string, config: object = http) => setProvider(operator, { name, kind: "http", config });
  const move = (name: string, position: unknown) => moveProvider(operator, { name, position });

  beforeAll(async () => {
    for (const name of await order()) await removeProvider(operator, { name });
    await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
  });
  afterAll(async () => {
    for (const name of await order()) await removeProvider(operator, { name });
  });

  test("places a new real provider after the real ones and before a final sandbox", async () => {
    expect(await set("first")).toMatchObject({ name: "first", position: 1 });
    expect(await set("second")).toMatchObject({ name: "second", position: 2 });
    expect(await order()).toEqual(["first", "second", "sandbox"]);
    await move("sandbox", 1);
    // Who put the sandbox in front meant it.
    expect(await set("third")).toMatchObject({ position: 4 });
    expect(await set("first", { ...http, timeout_ms: 2_000 })).toMatchObject({ position: 2 });
    expect(await order()).toEqual(["sandbox", "first", "second", "third"]);
  });

  test("changes by moving one provider; the others keep their relative order; each move is audited", async () => {
    const begin = await order();
    await fc.assert(
      fc.asyncProperty(fc.nat(begin.length - 1), fc.nat(begin.length - 1), async (from, to) => {
        const before = await order();
        const name = before[from]!;
        expect(await move(name, to + 1)).toMatchObject({ name, position: to + 1 });
        expect(await order()).toEqual(before.toSpliced(from, 1).toSpliced(to, 0, name));
        const places = (await listProviders(operator)).map(({ position }) => position);
        expect(places).toEqual([1, 2, 3, 4]);
      }),
      { numRuns: 25 },
    );
    const [last] = await gateway.sql`
      select subject_id, before, after from audit_entries where action = 'provider.move' order by id desc limit 1`;
    const now = await listProviders(operator);
    expect(now.find(({ name }) => name === last!.subject_id)).toMatchObject(last!.after);
    const entries = () => gateway.sql`select id from audit_entries where action = 'provider.move'`;
    const count = (await entries()).length;
    await move(now[0]!.name, 1);
    expect(await entries(), "it stood there already").toHaveLength(count);
  });

  test.each([0, 5, 1.5, "1", null])("position %j is invalid", async (position) => {
    await expect(move("first", position)).rejects.toMatchObject({
      code: "invalid_input",
      fields: { position: ["position"] },
    });
  });

  test("moving an unknown provider changes nothing", async () => {
    await expect(move("nobody", 1)).rejects.toMatchObject({ code: "provider_not_found" });
  });
});

test("a sandbox takes over from real providers only while this is enabled", async () => {
  const set = (name: string, kind: string) =>
    setProvider(operator, { name, kind, config: kind === "http" ? http : {} });
  const takeover = (name: string, takesOver: unknown) => setSandboxTakeover(operator, { name, takesOver });
  const sandbox = async () => (await listProviders(operator)).find(({ name }) => name === "box");
  await set("box", "sandbox");
  expect(await sandboxNotice()).toBe("only");
  await set("carrier", "http");
  expect(await sandboxNotice()).toBeNull();
  await takeover("box", true);
  await takeover("box", true);
  expect(await sandbox()).toMatchObject({ takesOver: true });
  expect(await sandboxNotice()).toBe("takesOver");
  const audited = await gateway.sql`
    select before, after, subject_id from audit_entries where action = 'provider.takeover'`;
  expect(
    audited.map((row) => ({ ...row })),
    "a change that changes nothing leaves no entry",
  ).toEqual([{ before: { takesOver: false }, after: { takesOver: true }, subject_id: "box" }]);
  // Another configuration changes nothing of it.
  await setProvider(operator, { name: "box", kind: "sandbox", config: { delay_ms: 3 } });
  expect(await sandbox()).toMatchObject({ takesOver: true });
  await moveProvider(operator, { name: "box", position: 1 });
  expect(await sandboxNotice()).toBe("takesAll");
  // Whoever comes back has to be told again, and so has one that was something else in between.
  await removeProvider(operator, { name: "box" });
  await set("box", "sandbox");
  expect(await sandbox()).toMatchObject({ takesOver: false });
  await takeover("box", true);
  await set("box", "http");
  await set("box", "sandbox");
  expect(await sandbox()).toMatchObject({ takesOver: false });
  expect(await sandboxNotice()).toBeNull();

  await expect(takeover("carrier", true)).rejects.toMatchObject({ code: "provider_not_sandbox" });
  await expect(takeover("nobody", true)).rejects.toMatchObject({ code: "provider_not_found" });
  await expect(takeover("box", "yes")).rejects.toMatchObject({ fields: { takesOver: ["switch"] } });
  for (const name of ["box", "carrier"]) await removeProvider(operator, { name });
});

test("a provider is switched off and on; a configuration change keeps the switch; a re-added one is on", async () => {
  const set = (name: string) => setProvider(operator, { name, kind: "http", config: http });
  const turn = (enabled: unknown, basis?: object) =>
    switchProvider(operator, { name: "carrier", enabled, basis });
  const isOn = async () => (await listProviders(operator)).find(({ name }) => name === "carrier")?.enabled;
  await set("carrier");
  expect(await isOn()).toBe(true);
  expect(await turn(false)).toEqual({ name: "carrier", enabled: false });
  await turn(false);
  await set("carrier");
  expect(await isOn()).toBe(false);
  const audited = await gateway.sql`
    select before, after, subject_id from audit_entries where action = 'provider.switch'`;
  expect(
    audited.map((row) => ({ ...row })),
    "a change that changes nothing leaves no entry",
  ).toEqual([{ before: { enabled: true }, after: { enabled: false }, subject_id: "carrier" }]);
  // Whoever saw it on, and wants it off, is told that somebody was quicker.
  await expect(turn(false, { was: { enabled: "true" } })).rejects.toMatchObject({
    code: "changed_meanwhile",
  });
  await removeProvider(operator, { name: "carrier" });
  await expect(turn(true)).rejects.toMatchObject({ code: "provider_not_found" });
  await set("carrier");
  expect(await isOn()).toBe(true);
  await expect(turn("off")).rejects.toMatchObject({ fields: { enabled: ["switch"] } });
  await removeProvider(operator, { name: "carrier" });
});

test("the configuration is stored encrypted, decrypts for its own name only, and is never listed", async () => {
  await setProvider(operator, { name: "sealed", kind: "sandbox", config: { delay_ms: 4711 } });
  const [row] = await gateway.sql<{ config: Buffer }[]>`select config from providers where name = 'sealed'`;
  expect(row!.config.toString("latin1")).not.toContain("4711");
  expect(openConfig("sealed", row!.config)).toMatchObject({ delay_ms: 4711 });
  expect(() => openConfig("other", row!.config)).toThrow();
  expect(JSON.stringify(await listProviders(operator))).not.toContain("4711");
});

test.each([
  [{ name: "x", kind: "sandbox", config: { delay_ms: -1 } }, "provider_config_invalid"],
  [{ name: "x", kind: "sandbox", config: { dela: 1 } }, "provider_config_invalid"],
  [{ name: "x", kind: "sandbox", config: null }, "provider_config_invalid"],
  [{ name: "x", kind: "http", config: { ...http, url: "not a url" } }, "provider_config_invalid"],
  [{ name: "x", kind: "pigeon", config: {} }, "invalid_input"],
  [{ name: "a b", kind: "sandbox", config: {} }, "invalid_input"],
])("refuses %j without quoting credentials", async (input, code) => {
  const before = await order();
  const refused = await setProvider(operator, input).catch((error) => error);
  expect(refused).toMatchObject({ code });
  expect(refused.message).not.toContain(SECRET);
  expect(await order()).toEqual(before);
});

test("support sees carriers without their addresses for delivery reports, which would let it return credits", async () => {
  const name = "reporting";
  await setProvider(operator, {
    name,
    kind: "http",
    config: { ...http, body: "to={{number}}&id={{message_id}}&text={{text}}", reports: {} },
  });
  const support: Staff = {
    kind: "user",
    id: 1,
    name: "s@example.com",
    address: null,
    role: "support",
    accountId: null,
  };
  const paths = async (actor: Actor) => [
    (await listProviders(actor)).find((each) => each.name === name)!.reportPath,
    (await carriersNow(actor)).find((each) => each.name === name)!.reportPath,
  ];
  const [path, shown] = await paths({ ...support, role: "admin" });
  expect(path).toMatch(/^\/api\/reports\//);
  expect(shown).toBe(path);
  expect(await paths(support)).toEqual([null, null]);
  await removeProvider(operator, { name });
});

test("developers cannot read or change providers", async () => {
  const { developer } = await makeCustomer();
  const notAllowed = { code: "not_allowed" };
  await expect(listProviders(developer)).rejects.toMatchObject(notAllowed);
  await expect(removeProvider(developer, { name: "a" })).rejects.toMatchObject(notAllowed);
  await expect(setSandboxTakeover(developer, { name: "a", takesOver: true })).rejects.toMatchObject(
    notAllowed,
  );
  await expect(switchProvider(developer, { name: "a", enabled: false })).rejects.toMatchObject(notAllowed);
  await expect(setProvider(developer, { name: "a", kind: "sandbox", config: {} })).rejects.toMatchObject(
    notAllowed,
  );
});
