import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { ownConnection } from "./connection.ts";
import { closeDatabase, deskPool, giveUp, jobsPool, sendPool } from "./pools.ts";
import { sessionSettings } from "./session-settings.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase();
  completeEnvironment({ DATABASE_URL: fresh.url, APP_SECRET: "a secret of the test's own, long enough" });
});
afterAll(async () => {
  await closeDatabase(0);
  await fresh.drop();
});

const pools: [string, () => Sql][] = [
  ["send", sendPool],
  ["desk", deskPool],
  ["jobs", jobsPool],
];

/** What a database can be set to that would turn each of our settings round. */
const hostile: Record<string, string> = {
  bytea_output: "escape",
  DateStyle: "SQL, DMY",
  IntervalStyle: "sql_standard",
  TimeZone: "Asia/Damascus",
  extra_float_digits: "-10",
  client_encoding: "LATIN1",
  quote_all_identifiers: "on",
  standard_conforming_strings: "off",
  array_nulls: "off",
  transform_null_equals: "on",
  default_transaction_isolation: "serializable",
  default_transaction_deferrable: "on",
  synchronous_commit: "off",
  statement_timeout: "1ms",
  lock_timeout: "1ms",
  idle_in_transaction_session_timeout: "1ms",
  idle_session_timeout: "1ms",
  plan_cache_mode: "force_custom_plan",
  search_path: "elsewhere",
};

test("every connection has the settings that the code relies on, whatever the database's are", async () => {
  const pinned = sessionSettings();
  expect(Object.keys(hostile).toSorted()).toEqual(Object.keys(pinned).toSorted());
  const name = new URL(fresh.url).pathname.slice(1);
  const admin = ownConnection("test");
  for (const [setting, value] of Object.entries(hostile)) {
    const list = setting === "search_path" ? value : `'${value}'`;
    await admin.unsafe(`alter database ${name} set ${setting} = ${list}`);
  }
  await admin.end();
  const own = ownConnection("test");
  const exceptions: Record<string, object> = {
    send: { plan_cache_mode: "force_generic_plan", lock_timeout: "2s", statement_timeout: "10s" },
  };
  for (const [use, pool] of [...pools, ["own", () => own] as const]) {
    const found = await pool()<{ name: string; value: string }[]>`
      select name, current_setting(name) as value from unnest(${Object.keys(pinned)}::text[]) name`;
    const settings = Object.fromEntries(found.map((row) => [row.name, row.value]));
    expect([use, settings]).toEqual([use, { ...pinned, ...exceptions[use] }]);
  }
  await own.end();
});

/** As a server answers that was made a standby while its connections stayed. */
const demoted = "do $$ begin raise exception 'cannot execute INSERT' using errcode = '25006'; end $$";

test.each(pools)(
  "a server that no longer accepts writes ends the pools, noticed by: %s",
  async (_, heard) => {
    giveUp(["send", "desk", "jobs"]);
    const clock = vi.spyOn(performance, "now").mockReturnValue(1_000);
    try {
      const before = pools.map(([, pool]) => pool());
      // Young pools are spared, so that a server that stays read-only is not asked for new ones without a pause.
      await expect(heard().unsafe(demoted)).rejects.toMatchObject({ code: "25006" });
      expect(pools.map(([, pool]) => pool())).toEqual(before);
      clock.mockReturnValue(10_000);
      await expect(heard().unsafe(demoted)).rejects.toMatchObject({ code: "25006" });
      await expect.poll(() => pools.every(([, pool], n) => pool() !== before[n])).toBe(true);
      for (const [, pool] of pools) expect([...(await pool()`select 1 as n`)]).toEqual([{ n: 1 }]);
    } finally {
      clock.mockRestore();
    }
  },
);
