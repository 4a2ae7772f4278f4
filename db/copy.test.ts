import { setTimeout as wait } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { copyOut, withSnapshot } from "./copy.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let sql: Sql;

beforeAll(async () => {
  database = await freshDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
});

/** What the driver reads from its socket at once, and what a stream holds before it asks to be spared. */
const READ = 64 * 1024;

test("a connection stays usable after a copy whose reader was slow at the very end", async () => {
  await sql`create table wide (text text not null)`;
  for (const width of [READ / 2, READ - 100, READ, READ + 100, 3 * READ]) {
    await sql`truncate wide`;
    await sql`insert into wide select repeat('x', ${width}) from generate_series(1, 3)`;
    const bytes = await withSnapshot(sql, async (tx) => {
      let length = 0;
      for await (const chunk of await copyOut(tx, { name: "wide", columns: ["text"] })) {
        length += chunk.length;
        await wait(5);
      }
      expect(await tx`select 1 as one`).toEqual([{ one: 1 }]);
      return length;
    });
    expect(bytes).toBe(3 * (width + 1));
  }
});
