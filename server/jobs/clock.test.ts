import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { freshGateway, makeCustomer, plantMessage } from "#bin/fixtures/gateway.ts";
import { findCountMark } from "#db/queries/messages/message-counts.ts";
import { database } from "#runtime/database/pools.ts";
import { logTo } from "#runtime/log.ts";
import { shared } from "#runtime/shared.ts";
import { countRecentHours } from "#services/figures/message-counts.ts";
import { applyRetention } from "#services/upkeep/retention.ts";
import { startJobs } from "./jobs.ts";

const DAY_MS = 86_400_000;
const lines: string[] = [];
shared("log", () => logTo({ write: (line: string) => void lines.push(line) }));
const setClock = (ms: number) => vi.useFakeTimers({ toFake: ["Date"], now: ms });

let gateway: Awaited<ReturnType<typeof freshGateway>>;

beforeAll(async () => {
  gateway = await freshGateway();
});
afterEach(() => void vi.useRealTimers());
afterAll(() => gateway.drop());

test.each([
  ["two minutes ahead", 120_000],
  ["two days behind", -2 * DAY_MS],
])(
  "a process whose clock is %s logs it and leaves the jobs to others until the clock is right",
  async (_, error) => {
    await gateway.sql`drop schema if exists pgboss cascade`;
    const works = async () => {
      const [row] = await gateway.sql`select to_regclass('pgboss.job') is not null as there`;
      return row?.there;
    };
    lines.length = 0;
    setClock(Date.now() + error);
    const stop = await startJobs({ clockMs: 50 });
    try {
      expect(await works()).toBe(false);
      expect(lines.join()).toMatch(error > 0 ? /clock is 1\d\d s ahead of/ : /clock is 17\d{4} s behind/);
      vi.useRealTimers();
      await expect.poll(works).toBe(true);
      await expect.poll(() => lines.join()).toContain("right again");
    } finally {
      await stop();
    }
  },
);

test("retention and counting use the database's clock", async () => {
  await plantMessage(gateway.sql, await makeCustomer());
  await gateway.sql`update messages set created_at = now() - interval '2 hours'`;
  setClock(Date.now() + 4_000 * DAY_MS);
  await countRecentHours();
  expect(await applyRetention()).toEqual({ messages: 0, refusals: 0, audit: 0, requests: 0, notices: 0 });
  const mark = await findCountMark(database());
  expect(mark?.until.getTime()).toBeLessThan(vi.getRealSystemTime());
  expect(await gateway.sql`select id from messages`).toHaveLength(1);
});
