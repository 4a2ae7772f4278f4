import { execFile } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { isDatabaseAway } from "./errors.ts";

/**
 * postgres.js as it is patched here (patches/): a connection that closes under a transaction ends neither the
 * process nor the pool, and nobody gets an answer that was meant for another. Each pool has one connection, so
 * that a lost one shows.
 */
let database: Awaited<ReturnType<typeof freshDatabase>>;
let killer: Sql;
let pool: Sql;

beforeAll(async () => {
  database = await freshDatabase();
  killer = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await killer.end({ timeout: 1 });
  await database.drop();
});
beforeEach(() => {
  pool = postgres(database.url, { max: 1, backoff: () => 0, onnotice: () => {} });
});
afterEach(() => pool.end({ timeout: 1 }));

const pidOf = async (sql: Pick<Sql, "unsafe">) => {
  const [row] = await sql.unsafe<{ pid: number }[]>("select pg_backend_pid() as pid");
  return row!.pid;
};
const end = (pid: number) => killer`select pg_terminate_backend(${pid}, 5000)`;

/** Every answer is the one that was asked for, and the pool has its connection again. */
async function expectWhole(): Promise<void> {
  const asked = Array.from({ length: 50 }, (_, n) => n);
  const answers = await Promise.all(
    asked.map(async (n) => {
      const [row] = await pool<{ n: number }[]>`select ${n}::int as n`;
      return row?.n;
    }),
  );
  expect(answers).toEqual(asked);
}

const away = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("the work should have failed"),
    (error: unknown) => expect(isDatabaseAway(error)).toBe(true),
  );

test("a process without a free file descriptor has no database for the moment, and has it again with one", async () => {
  const script = `
    import { closeSync, openSync } from "node:fs";
    import postgres from "postgres";
    import { isDatabaseAway } from ${JSON.stringify(join(import.meta.dirname, "errors.ts"))};
    const sql = postgres(process.env.DATABASE_URL, { max: 1, backoff: () => 0 });
    const files = [];
    try { for (;;) files.push(openSync("/dev/null")); } catch {}
    const away = await sql\`select 1\`.catch((error) => [error.code, isDatabaseAway(error)]);
    files.forEach(closeSync);
    const back = await sql\`select 1 as n\`;
    console.log(JSON.stringify([away, [...back]]));
    process.exit();`;
  const { stdout } = await promisify(execFile)(
    "sh",
    ["-c", 'ulimit -n 256; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    { cwd: join(import.meta.dirname, "../.."), env: { ...process.env, DATABASE_URL: database.url } },
  );
  expect(JSON.parse(stdout)).toEqual([["EMFILE", true], [{ n: 1 }]]);
});

test("a server that answers and hangs up is an unavailable database", async () => {
  const server = createServer((socket) =>
    socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const wrong = postgres(`postgres://u:p@127.0.0.1:${port}/d`, {
    max: 1,
    backoff: () => 0,
    onnotice: () => {},
  });
  await away(wrong`select 1`);
  await away(wrong.begin((tx) => tx`select 1`));
  await wrong.end({ timeout: 1 });
  server.close();
});

test("a transaction whose connection is ended between two statements", async () => {
  for (let round = 0; round < 10; round++) {
    const work = pool.begin(async (tx) => {
      await end(await pidOf(tx));
      await tx`select 1`;
    });
    await away(work);
    await expectWhole();
  }
});

test("a transaction whose connection is ended in the middle of a statement, with others waiting behind it", async () => {
  for (let round = 0; round < 10; round++) {
    const work = pool.begin(async (tx) => {
      const pid = await pidOf(tx);
      const sleeping = tx`select pg_sleep(60)`;
      await Promise.all([sleeping, tx`select 1`, end(pid)]);
    });
    await Promise.all([away(work), expectWhole()]);
    await expectWhole();
  }
});

test("a reserved connection that is ended refuses further queries, and is returned", async () => {
  for (let round = 0; round < 10; round++) {
    const reserved = await pool.reserve();
    await end(await pidOf(reserved));
    await away(reserved`select 1`.then(() => reserved`select 1`));
    await away(reserved`select 2`);
    reserved.release();
    await expectWhole();
  }
});

test("a transaction that learns late of its connection's end does not roll back another one", async () => {
  await pool`create table kept (n int)`;
  const ended = Promise.withResolvers<void>();
  const late = pool.begin(async (tx) => {
    await end(await pidOf(tx));
    await ended.promise;
    throw new Error("the work failed for a reason of its own");
  });
  await away(late);
  await pool.begin(async (tx) => {
    await tx`insert into kept values (1)`;
    ended.resolve();
    await new Promise(setImmediate);
    await tx`insert into kept values (2)`;
  });
  expect(await pool`select n from kept order by n`).toEqual([{ n: 1 }, { n: 2 }]);
});

test("a connection that closes before a statement is written is reopened", async () => {
  const sockets: Socket[] = [];
  const { hostname, port } = new URL(database.url);
  const reached = async () => {
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, "connect");
    sockets.push(socket);
    return socket;
  };
  const own = postgres(database.url, {
    max: 2,
    backoff: () => 0,
    onnotice: () => {},
    socket: reached,
  } as object);
  const onBoth = (seconds: number) =>
    Promise.all([1, 2].map((n) => own<{ n: number }[]>`select ${n}::int as n from pg_sleep(${seconds})`));
  try {
    await onBoth(0.1);
    // Whoever hears that one is closed gives a statement to the other, which closes before it writes.
    const heard = Promise.race(
      sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve))),
    );
    const work = heard.then(() => own`select 3`);
    for (const socket of sockets) socket.destroy();
    await away(work);
    expect(await onBoth(0)).toEqual([[{ n: 1 }], [{ n: 2 }]]);
  } finally {
    await own.end({ timeout: 1 });
  }
});

/** A way to the database on which, once it is muted, nothing comes through any more and nothing is closed. */
async function mutable(url: string) {
  let isMute = false;
  const swallowed = Promise.withResolvers<void>();
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: new URL(url).hostname, port: Number(new URL(url).port) });
    sockets.push(near, far);
    near.on("error", () => {}).on("data", (bytes) => (isMute ? swallowed.resolve() : far.write(bytes)));
    far.on("error", () => {}).on("data", (bytes) => isMute || near.write(bytes));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href,
    mute: () => {
      isMute = true;
    },
    swallowed: swallowed.promise,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test("a transaction on an unresponsive connection ends with its pool", async () => {
  const way = await mutable(database.url);
  const silent = postgres(way.url, { max: 1, onnotice: () => {} });
  try {
    const work = silent.begin(async (tx) => {
      await tx`select 1`;
      way.mute();
      // For the first time on this connection, which PostgreSQL describes before it carries it out.
      await tx`select ${2}::int`;
    });
    const over = away(work);
    await way.swallowed;
    await silent.end({ timeout: 0 });
    await over;
  } finally {
    way.close();
  }
});
