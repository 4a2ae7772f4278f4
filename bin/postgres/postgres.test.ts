import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepEmbedded } from "./keeper.ts";
import { type Embedded, isRunning, type StartOptions, startEmbedded, stopEmbedded } from "./postgres.ts";

let dataDir: string;
const left: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), `aman-gate-test-${process.pid}-`));
});

afterEach(async () => {
  for (const leave of left.splice(0)) await leave();
  await stopEmbedded(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: StartOptions = {}): Promise<Embedded> {
  const database = await startEmbedded(dataDir, { settings: { shared_buffers: "128MB" }, ...options });
  left.push(() => database.leave());
  return database;
}

async function query<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1 });
  return work(sql).finally(() => sql.end({ timeout: 1 }));
}

const pidFile = () => join(dataDir, "postgres", "postmaster.pid");
const postmaster = () => Number(readFileSync(pidFile(), "utf8").split("\n")[0]);

async function kill(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 60_000, interval: 20 });
}

describe("the embedded PostgreSQL", () => {
  it("is created with the right locale, authentication and listen address", async () => {
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    const [row] = await query(
      url,
      (sql) => sql`
        select current_database() as name, pg_encoding_to_char(encoding) as encoding, datlocprovider as provider,
          datlocale as locale, current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
          current_setting('unix_socket_directories') as sockets, current_setting('password_encryption') as passwords
        from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({
      name: "aman_gate",
      encoding: "UTF8",
      provider: "b",
      locale: "C.UTF-8",
      addresses: "127.0.0.1",
      fsync: "on",
      sockets: "",
      passwords: "scram-sha-256",
    });
    expect(statSync(join(dataDir, "postgres-password")).mode & 0o777).toBe(0o600);
    await expect(
      query(Object.assign(new URL(url), { password: "wrong" }).href, (sql) => sql`select 1`),
    ).rejects.toMatchObject({
      code: "28P01",
    });
  });

  it("never writes the values of statements to its log", async () => {
    const { url } = await start();
    await query(url, async (sql) => {
      await sql`create table codes (code text primary key)`;
      await sql`insert into codes values (${"otp-482910"})`;
      await expect(sql`insert into codes values (${"otp-482910"})`).rejects.toMatchObject({ code: "23505" });
      await expect(sql.unsafe("select 'otp-482910' from nowhere")).rejects.toMatchObject({ code: "42P01" });
    });
    const folder = join(dataDir, "postgres", "log");
    const log = () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), "utf8"))
        .join("");
    await expect.poll(log).toContain("nowhere");
    expect(log()).not.toContain("482910");
  });

  it("is adopted by a second process and stopped by the last one", async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, url: first.url });
    expect(await first.leave()).toBe("in use");
    expect(await isRunning(dataDir)).toBe(true);
    expect(await second.leave()).toBe("stopped");
    expect(await isRunning(dataDir)).toBe(false);
  });

  it("is created and started once by processes that start at once", async () => {
    const all = await Promise.all([start(), start(), start()]);
    expect(all.filter((database) => !database.adopted)).toHaveLength(1);
    expect(new Set(all.map((database) => database.url)).size).toBe(1);
  });

  it("is not stopped while another client is connected", async () => {
    const { url, leave } = await start();
    const visitor = postgres(url, { max: 1 });
    await visitor`select 1`;
    expect(await leave()).toBe("in use");
    await visitor.end();
    expect(await stopEmbedded(dataDir)).toBe("stopped");
    expect(await stopEmbedded(dataDir)).toBe("not running");
  });

  it("keeps its data and its address after being killed", async () => {
    const { url } = await start();
    await query(url, async (sql) => {
      await sql`create table kept (id int)`;
      await sql`insert into kept values (7)`;
    });
    await kill(postmaster());
    const again = await start();
    expect(again).toMatchObject({ adopted: false, url });
    expect(await query(url, (sql) => sql`select id from kept`)).toEqual([{ id: 7 }]);
  });

  it("starts even if another program has the process id that its predecessor left", async () => {
    const first = await start();
    const { uid, gid } = statSync(join(dataDir, "postgres"));
    const remains = readFileSync(pidFile(), "utf8").split("\n");
    await first.leave();
    const stranger = spawn("sleep", ["600"], { uid, gid, stdio: "ignore" });
    try {
      remains[0] = String(stranger.pid);
      writeFileSync(pidFile(), remains.join("\n"));
      expect(await isRunning(dataDir)).toBe(false);
      expect(await start()).toMatchObject({ adopted: false, url: first.url });
    } finally {
      stranger.kill();
    }
  });

  it("takes another port if its own is in use", async () => {
    const first = await start();
    await first.leave();
    const stranger = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    await once(stranger, "listening");
    try {
      const second = await start();
      expect(second.url).not.toBe(first.url);
      expect(await query(second.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    } finally {
      stranger.close();
    }
  });

  it("removes what a killed initialisation left", async () => {
    mkdirSync(join(dataDir, "postgres.new-0123", "cluster"), { recursive: true });
    await start();
    expect(readdirSync(dataDir).filter((name) => name.includes(".new-"))).toEqual([]);
  });

  it("refuses a database of another version, or a directory that is not one, in one line", async () => {
    mkdirSync(join(dataDir, "postgres"));
    writeFileSync(join(dataDir, "postgres", "notes.txt"), "");
    await expect(startEmbedded(dataDir)).rejects.toThrow(/is not a PostgreSQL database: [^\n]+$/);
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "17\n");
    await expect(startEmbedded(dataDir)).rejects.toThrow(
      /is a database of PostgreSQL 17 and this is 18: [^\n]+$/,
    );
    rmSync(join(dataDir, "postgres"), { recursive: true });
  });

  it("is restarted at its address when it dies while the gateway runs", async () => {
    const kept = await keepEmbedded(dataDir, {});
    const before = postmaster();
    await kill(before);
    const answers = () => query(kept.url, (sql) => sql`select 1 as one`);
    await expect.poll(answers, { interval: 100 }).toEqual([{ one: 1 }]);
    expect(postmaster()).not.toBe(before);
    // It answers a moment before it counts as restarted; whichever state leaving meets, nothing runs afterwards.
    await kept.leave();
    expect(await isRunning(dataDir)).toBe(false);
  });
});
