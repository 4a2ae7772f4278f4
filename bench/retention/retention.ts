import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PgBoss } from "pg-boss";
import postgres, { type Sql } from "postgres";
import { type Home, ownDatabase } from "../database.ts";
import type { Generator } from "../generator.ts";
import type { Measured } from "../load.ts";
import { median } from "../results.ts";
import { startServer } from "../servers.ts";
import { plantOldRows, YOUNG_PART } from "./old-rows.ts";

const ACCOUNTS = 100;
const CONNECTIONS = 8;
const WARM_UP_MS = 3_000;
const WINDOW_MS = 4_000;
/** Without the job, before it begins and after it has ended. */
const QUIET_WINDOWS = 3;
const MOST_RATIO = 2;

export interface RetentionResults {
  rows: number;
  /** Of the whole job. */
  seconds: number;
  quiet: Measured[];
  during: Measured[];
  ratio: number;
  sound: boolean;
}

/** Sends while the retention job deletes very many old rows. Any answer other than 201 fails the bench. */
export async function benchRetention(
  home: Home,
  rows: number,
  generator: Generator,
  say: (line: string) => void,
  onOpen: (close: () => Promise<unknown>) => void,
): Promise<RetentionResults> {
  say(`Making ${rows.toLocaleString("en")} old messages`);
  const url = await ownDatabase(home, "retention");
  const { customers, lastOldId } = await plantOldRows(home, url, { rows, accounts: ACCOUNTS });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  onOpen(() => sql.end());
  const keep = (days: number | null) => sql`
    insert into settings (name, value)
    values ('retention', ${sql.json({ messages: days, refusals: days, audit: days })})
    on conflict (name) do update set value = excluded.value`;
  // The server runs the job at start: at that time there must be nothing to delete.
  await keep(null);
  const server = await startServer(home, "retention", { DATABASE_URL: url });
  onOpen(server.stop);
  const boss = new PgBoss({
    connectionString: url,
    max: 1,
    supervise: false,
    schedule: false,
    migrate: false,
  });
  await boss.start();
  onOpen(() => boss.stop({ graceful: false }));

  let sends = 0;
  const window = async (ms: number) => {
    const measured = await generator.run({
      target: server.port,
      connections: CONNECTIONS,
      ms,
      warmUpMs: 0,
      customers,
    });
    sends += measured.sends;
    return measured;
  };
  say("Sending without the job, with it, and without it again");
  await window(WARM_UP_MS);
  const quiet: Measured[] = [];
  for (let i = 0; i < QUIET_WINDOWS; i++) quiet.push(await window(WINDOW_MS));
  await keep(30);
  const begun = performance.now();
  const during: Measured[] = [];
  for (let left = true; left; ) {
    // A job that is queued or running is not queued again; one that stopped after its ten minutes continues.
    await boss.send("retention");
    const measured = await window(WINDOW_MS);
    left = await isAnyLeft(sql, lastOldId);
    // A window in which the job ended belongs to neither.
    if (left || during.length === 0) during.push(measured);
  }
  const seconds = (performance.now() - begun) / 1000;
  for (let i = 0; i < QUIET_WINDOWS; i++) quiet.push(await window(WINDOW_MS));

  const p99 = (windows: Measured[]) => median(windows.map((each) => each.p99));
  const kept = await sql<{ count: number }[]>`select count(*)::int as count from messages`;
  const sound = isSound(home, url) && kept[0]!.count === rows / YOUNG_PART + sends;
  return { rows, seconds, quiet, during, ratio: p99(during) / p99(quiet), sound };
}

async function isAnyLeft(sql: Sql, lastOldId: number): Promise<boolean> {
  const [row] = await sql<{ left: boolean }[]>`
    select exists (select from messages where id <= ${lastOldId})
      or exists (select from audit_entries where at < now() - interval '30 days')
      or exists (select from refusals where minute < now() - interval '30 days') as left`;
  return row!.left;
}

/** The result of `gate doctor`: above all, the ledger balances without the deleted messages. */
function isSound(home: Home, url: string): boolean {
  const gate = join(import.meta.dirname, "..", "..", "bin", "gate.ts");
  const { status, stdout } = spawnSync(process.execPath, [gate, "doctor"], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      APP_SECRET: home.secret,
      DATA_DIR: join(home.dir, "retention"),
    },
    encoding: "utf8",
  });
  if (status !== 0) process.stderr.write(stdout);
  return status === 0;
}

export function retentionTableOf({ rows, seconds, quiet, during, ratio, sound }: RetentionResults): string {
  const line = (name: string, windows: Measured[]) => {
    const of = (key: "perSecond" | "p50" | "p99") => median(windows.map((each) => each[key]));
    return (
      name.padEnd(34) +
      of("perSecond").toFixed(0).padStart(10) +
      of("p50").toFixed(2).padStart(10) +
      of("p99").toFixed(2).padStart(10)
    );
  };
  return [
    `${`Retention, ${CONNECTIONS} connections`.padEnd(34)}${"sends/s".padStart(10)}${"p50 ms".padStart(10)}${"p99 ms".padStart(10)}`,
    line("without the job", quiet),
    line("while it deletes", during),
    "",
    `p99, with / without: ${ratio.toFixed(2)}  ${ratio <= MOST_RATIO ? "reached" : "missed"} (at most ${MOST_RATIO})`,
    `${rows.toLocaleString("en")} old messages, and a tenth as many refused requests and audit entries, gone in ${seconds.toFixed(0)} s; ` +
      `every send a 201; ${sound ? "doctor finds nothing" : "NOT SOUND"}`,
  ].join("\n");
}
