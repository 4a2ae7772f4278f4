import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { ownerOf, spawnAs } from "#bin/postgres/owner.ts";
import { foreignFolder } from "./debian-postgres.ts";
import { freePort } from "./free-port.ts";
import { until } from "./until.ts";

const PROGRAM = "/usr/sbin/pgbouncer";

export interface Pooler {
  /** The address of a database of the server behind it. */
  url: string;
  stop(): Promise<void>;
}

/** Debian's PgBouncer before the database of `url`. */
export async function startPgBouncer(url: string, settings: Record<string, string>): Promise<Pooler> {
  const folder = foreignFolder();
  const port = await freePort();
  const { hostname, port: behind, username, password, pathname } = new URL(url);
  const file = join(folder, "pgbouncer.ini");
  const lines = Object.entries({
    listen_addr: "127.0.0.1",
    listen_port: `${port}`,
    auth_type: "any",
    ...settings,
  });
  writeFileSync(
    file,
    [
      "[databases]",
      `gate = host=${hostname} port=${behind} dbname=${pathname.slice(1)} user=${username} password=${decodeURIComponent(password)}`,
      "[pgbouncer]",
      "unix_socket_dir =",
      ...lines.map(([name, value]) => `${name} = ${value}`),
    ].join("\n"),
  );
  const child = spawn(PROGRAM, [file], { ...spawnAs(ownerOf(undefined)), stdio: "ignore" });
  const failed = once(child, "error").then(([error]) => {
    throw new Error(`${PROGRAM} does not start: apt-get install pgbouncer`, { cause: error });
  });
  await Promise.race([failed, until("PgBouncer listens", () => listens(port))]);
  return {
    url: `postgres://${username}@127.0.0.1:${port}/gate`,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port })
      .once("connect", () => {
        socket.destroy();
        resolve(true);
      })
      .once("error", () => resolve(false));
  });
}
