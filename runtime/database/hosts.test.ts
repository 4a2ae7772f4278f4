import { once } from "node:events";
import { type AddressInfo, createServer, connect as dial, type Socket } from "node:net";
import type { Sql } from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { connect } from "./connection.ts";
import { isDatabaseAway } from "./errors.ts";

/** postgres.js as it is patched here (patches/), with an address of several hosts. */
let database: Awaited<ReturnType<typeof freshDatabase>>;
let primary: string;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  primary = new URL(database.url).host;
});
afterAll(() => database.drop());
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const over = (...hosts: string[]) => within(60, ...hosts);

function within(connectTimeoutS: number, ...hosts: string[]): Sql {
  const url = database.url.replace(primary, hosts.join(","));
  const sql = connect({ use: "test", url, max: 2, connectTimeoutS });
  closing.push(() => sql.end({ timeout: 0 }));
  return sql;
}

/** A server that does with each connection what the test says. */
async function server(serve: (socket: Socket) => void): Promise<{ host: string; visits: () => number }> {
  let visits = 0;
  const sockets: Socket[] = [];
  const listening = createServer((socket) => {
    visits++;
    sockets.push(socket);
    serve(socket.on("error", () => {}));
  }).listen(0, "127.0.0.1");
  await once(listening, "listening");
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return { host: `127.0.0.1:${(listening.address() as AddressInfo).port}`, visits: () => visits };
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const fatal = (code: string) => Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mthe server is away\0\0`);
const status = (name: string, value: string) => message("S", Buffer.from(`${name}\0${value}\0`));
const greeting = (...statuses: Buffer[]) =>
  Buffer.concat([message("R", Buffer.alloc(4)), ...statuses, message("Z", Buffer.from("I"))]);

/** Takes everybody in as a hot standby does. */
const standby = () =>
  server((socket) =>
    socket.once("data", () =>
      socket.write(greeting(status("in_hot_standby", "on"), status("default_transaction_read_only", "off"))),
    ),
  );
/** Answers as PostgreSQL does that is starting. */
const starting = () =>
  server((socket) =>
    socket.once("data", () =>
      socket.end(
        message("E", Buffer.from("SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0")),
      ),
    ),
  );
/** Takes everybody in, and does that with the first thing it is asked: what the driver itself wants to know. */
const failing = (answer: (socket: Socket) => void) =>
  server((socket) =>
    socket.once("data", () => {
      socket.write(greeting(status("in_hot_standby", "off"), status("default_transaction_read_only", "off")));
      socket.once("data", () => answer(socket));
    }),
  );
const silent = () => server(() => {});
/** A port where nobody listens. */
async function nobody(): Promise<string> {
  const { host } = await server(() => {});
  closing.pop()!();
  return host;
}

const asks = async (sql: Sql) => [...(await sql<{ n: number }[]>`select 1 as n`)];
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("no server takes writes"),
    (error: unknown) => {
      expect(isDatabaseAway(error)).toBe(true);
      return (error as { code: string }).code;
    },
  );

test("the host that accepts writes is found after those that do not", async () => {
  const first = await standby();
  const sql = over(await nobody(), first.host, (await starting()).host, primary);
  expect(await asks(sql)).toEqual([{ n: 1 }]);
  // Whoever comes next goes straight to it.
  const visits = first.visits();
  await Promise.all([sql`select pg_sleep(0.1)`, sql`select pg_sleep(0.1)`, asks(sql)]);
  expect(first.visits()).toBe(visits);
});

test("an unresponsive host is left after its time-out", async () => {
  expect(await asks(within(3, (await silent()).host, primary))).toEqual([{ n: 1 }]);
});

test("without such a host, waiting queries fail after one round with the last reason", async () => {
  const [away, passive, begins] = [await nobody(), await standby(), await starting()];
  expect(await codeOf(asks(over(passive.host, away)))).toBe("ECONNREFUSED");
  expect(await codeOf(asks(over(away, passive.host)))).toBe("25006");
  expect(await codeOf(asks(over(passive.host, begins.host)))).toBe("57P03");
  expect(await codeOf(asks(within(3, passive.host, (await silent()).host)))).toBe("CONNECT_TIMEOUT");
});

/** A way to the database that can be closed, with all that goes over it, and opened again. */
async function way(open: boolean) {
  const { hostname, port } = new URL(database.url);
  let isOpen = open;
  let ends: Socket[] = [];
  const { host } = await server((near) => {
    if (!isOpen) {
      near.destroy();
      return;
    }
    const far = dial({ host: hostname, port: Number(port) }).on("error", () => {});
    ends.push(near, far);
    near.pipe(far).pipe(near);
  });
  const set = (to: boolean) => {
    isOpen = to;
    for (const end of ends) end.destroy();
    ends = [];
  };
  return { host, set };
}

test("the pool switches to another host when the first is gone, and back again", async () => {
  const ways = [await way(true), await way(false)];
  const sql = over(...ways.map(({ host }) => host));
  for (const present of [0, 1, 0]) {
    for (const [n, { set }] of ways.entries()) set(n === present);
    await expect.poll(() => asks(sql).catch(() => [])).toEqual([{ n: 1 }]);
  }
});

test("a connection that fails during preparation fails only the queries that wait for it", async () => {
  // A rejection that nobody hears of would end the process.
  const hangsUp = await failing((socket) => socket.destroy());
  expect(await codeOf(asks(over(hangsUp.host)))).toBe("CONNECTION_CLOSED");
  const refuses = await failing((socket) =>
    socket.write(Buffer.concat([message("E", fatal("57P01")), message("Z", Buffer.from("I"))])),
  );
  expect(await codeOf(asks(over(refuses.host)))).toMatch(/57P01|CONNECTION_DESTROYED/);
});
