import { chmodSync, chownSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { ownerOf, spawnAs } from "#bin/postgres/owner.ts";
import { run } from "#bin/process/child.ts";
import { killServer } from "./kill-postgres.ts";

/**
 * The system's PostgreSQL and PgBouncer, in a place of the test's own. As root they run as another user, since they
 * refuse root.
 */
const owner = ownerOf(undefined);

/** A program of the newest PostgreSQL that Debian's packages have installed. */
function program(name: string): string {
  const found = globSync(`/usr/lib/postgresql/*/bin/${name}`)
    .map((path) => ({ path, version: Number(path.split("/")[4]) }))
    .sort((one, other) => other.version - one.version)[0];
  if (!found) throw new Error(`There is no ${name} in /usr/lib/postgresql: apt-get install postgresql`);
  return found.path;
}

async function runAs(command: string, ...args: string[]): Promise<void> {
  const { code, output } = await run(command, args, spawnAs(owner));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} (exit ${code}): ${output}`);
}

/** A directory that the other user may write to. */
export function foreignFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "aman-gate-e2e-postgres-"));
  chmodSync(folder, 0o755);
  if (owner) chownSync(folder, owner.uid, owner.gid);
  return folder;
}

export interface Server {
  port: number;
  folder: string;
  url(database: string): string;
  start(settings?: Record<string, string>): Promise<void>;
  /** SIGKILL of all its processes. */
  kill(): Promise<void>;
}

/** A connection for as long as `work` takes. */
export async function withSql<T>(
  server: Server,
  database: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres(server.url(database), { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const USER = "gate";

function serverIn(folder: string, port: number): Server {
  const always = {
    port: `${port}`,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // What is killed here is processes and not machines: what they wrote stays.
    fsync: "off",
  };
  return {
    port,
    folder,
    url: (database) => `postgres://${USER}@127.0.0.1:${port}/${database}`,
    start: async (settings = {}) => {
      const options = Object.entries({ ...always, ...settings }).map(
        ([name, value]) => `-c ${name}='${value}'`,
      );
      const log = `${folder}.log`;
      await runAs(program("pg_ctl"), "start", "-w", "-D", folder, "-l", log, "-o", options.join(" ")).catch(
        (error) => {
          throw new Error(`${error.message}\n${readFileSync(log, "utf8").slice(-2_000)}`);
        },
      );
    },
    kill: () => killServer(folder),
  };
}

/** A new server that is not running yet. Whoever comes from this machine is let in. */
export async function initialise(folder: string, port: number): Promise<Server> {
  await runAs(program("initdb"), "-D", folder, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync");
  return serverIn(folder, port);
}

/** A copy of a running server, which follows it as a standby once it is started. */
export async function copyOf(server: Server, folder: string, port: number): Promise<Server> {
  rmSync(folder, { recursive: true, force: true });
  const from = `postgres://${USER}@127.0.0.1:${server.port}/postgres?application_name=standby`;
  await runAs(
    program("pg_basebackup"),
    ...["-d", from, "-D", folder, "-R", "-X", "stream", "--checkpoint=fast", "--no-sync", "--no-manifest"],
  );
  return serverIn(folder, port);
}

export async function promote(server: Server): Promise<void> {
  await runAs(program("pg_ctl"), "promote", "-w", "-D", server.folder);
}

export function discardFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
