import { eq, sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { closeDatabase, database } from "./database/pools.ts";
import { completeEnvironment } from "./env.ts";
import { describeError, logTo, reasonOf } from "./log.ts";
import { duringRequest } from "./page-request.ts";

const NUMBER = "963933123456";

/** What stands in the log after `write`, a line each. */
function logged(write: (log: ReturnType<typeof logTo>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(logTo({ write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("nothing failed"),
    (error: unknown) => error,
  );

describe("a database error", () => {
  const missing = pgTable("missing", { id: integer(), number: text() });

  let drop: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    drop = fresh.drop;
    completeEnvironment({ DATABASE_URL: fresh.url, APP_SECRET: "a secret that is long enough for a test" });
  });
  afterAll(async () => {
    await closeDatabase();
    await drop();
  });

  test("has its statement without the values", async () => {
    const error = await errorOf(database().select().from(missing).where(eq(missing.number, NUMBER)));
    expect((error as Error).message).toContain(NUMBER);
    const [line] = logged((log) => log.error({ err: error }, "failed"));
    expect(line).toMatchObject({
      msg: "failed",
      err: {
        message: expect.stringMatching(/^Failed query: select .* = \$1$/),
        cause: { type: "PostgresError", code: "42P01", message: 'relation "missing" does not exist' },
      },
    });
    expect((line!.err as { stack: string[] }).stack.every((frame) => frame.startsWith("at "))).toBe(true);
    expect(JSON.stringify(line)).not.toContain(NUMBER);
  });

  test("does not quote unparsable input", async () => {
    const word = "word-of-a-customer";
    const error = await errorOf(database().execute(sql`select ${word}::text::integer`));
    expect(describeError(error)).toMatchObject({
      cause: { code: "22P02", message: 'invalid input syntax for type integer: "…"' },
    });
    expect(JSON.stringify(describeError(error))).not.toContain(word);
  });
});

test("a text of several lines becomes one, without numbers, tokens and passwords", () => {
  const words = `no answer\n  for +${NUMBER} by ag_7Hk2sPq9Wd41 at postgres://gate:geheim@db/gate\nat ${NUMBER}`;
  const { message, stack } = describeError(new Error(words));
  expect(message).toBe("no answer for +… by ag_… at postgres://gate:…@db/gate at …");
  expect(JSON.stringify(stack)).not.toContain(NUMBER);
  expect(describeError({ message: words })).toEqual({ message });
  expect(describeError(words)).toEqual({ message });
  expect(reasonOf(new Error(words))).toBe(message);
});

test("during a request each line names it", () => {
  const [inside, invitation, outside] = logged((log) => {
    duringRequest("id-1", "/messages", () => log.warn("inside"));
    duringRequest("id-2", "/invite/secret-of-the-link", () => log.warn("invitation"));
    log.warn("outside");
  });
  expect(inside).toMatchObject({ req: "id-1", path: "/messages", msg: "inside" });
  expect(invitation).toMatchObject({ req: "id-2", path: "/invite/…" });
  expect(outside).not.toHaveProperty("req");
});
