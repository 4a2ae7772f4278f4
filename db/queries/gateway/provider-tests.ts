import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { providerTests } from "#db/schema/providers/provider-tests.ts";
import type { Executor } from "#runtime/database/pools.ts";

type Row = typeof providerTests.$inferSelect;
export type ProviderTestRow = Omit<Row, "refHashes">;

const shown = {
  id: providerTests.id,
  providerId: providerTests.providerId,
  outcome: providerTests.outcome,
  answerMs: providerTests.answerMs,
  report: providerTests.report,
  reportWord: providerTests.reportWord,
  reportedAt: providerTests.reportedAt,
  createdAt: providerTests.createdAt,
};

/** An id that no message has or will get, and the time, for the reference that the carrier is given. */
export async function reserveMessageId(db: Executor): Promise<{ id: number; now: Date }> {
  const [row] = await db.execute<{ id: string; now: string }>(sql`
    select nextval(pg_get_serial_sequence('messages', 'id')) as id, date_trunc('milliseconds', now()) as now`);
  return { id: Number(row!.id), now: new Date(row!.now) };
}

export async function insertProviderTest(
  tx: Executor,
  values: Pick<Row, "providerId" | "refHashes">,
): Promise<number> {
  const [row] = await tx.insert(providerTests).values(values).returning({ id: providerTests.id });
  return row!.id;
}

export async function settleProviderTest(
  db: Executor,
  id: number,
  { refHashes, ...outcome }: Pick<Row, "outcome" | "answerMs" | "refHashes">,
): Promise<void> {
  await db
    .update(providerTests)
    .set({ ...outcome, refHashes: sql`${providerTests.refHashes} || ${textArray(refHashes)}` })
    .where(eq(providerTests.id, id));
  // Providers reuse their ids: one that an earlier message was known by means the test from here on.
  await db.execute(sql`
    delete from provider_refs r using provider_tests t
    where t.id = ${id} and r.provider_id = t.provider_id
      and r.ref_hash in (select decode(unnest(t.ref_hashes), 'hex'))`);
}

/** Writes down the first report; later ones change nothing. */
export async function reportProviderTest(
  db: Executor,
  which: { id: number } | { providerId: number; refHashes: string[] },
  { report, reportWord }: Pick<Row, "report" | "reportWord">,
): Promise<void> {
  const isIt =
    "id" in which
      ? eq(providerTests.id, which.id)
      : and(
          eq(providerTests.providerId, which.providerId),
          sql`${providerTests.refHashes} && ${textArray(which.refHashes)}`,
        );
  await db
    .update(providerTests)
    .set({ report, reportWord, reportedAt: sql`now()` })
    .where(and(isIt, isNull(providerTests.report)));
}

/** Whether a recent test of this provider has no report. */
export async function awaitsTestReport(db: Executor, providerId: number): Promise<boolean> {
  const rows = await db.execute(sql`
    select from provider_tests where provider_id = ${providerId} and report is null
      and created_at > now() - interval '3 days' limit 1`);
  return rows.length > 0;
}

/**
 * One test. A report by the provider's own id matches no message and is parked, whichever process it came to: it is
 * looked up there.
 */
export async function findProviderTest(db: Executor, id: number): Promise<ProviderTestRow | undefined> {
  const [row] = await db.execute<{ status: "delivered" | "failed"; response: string }>(sql`
    select p.status::text, p.response from provider_tests t
    join parked_reports p on p.provider_id = t.provider_id
      and p.ref_hash in (select decode(unnest(t.ref_hashes), 'hex')) and p.created_at >= t.created_at
    where t.id = ${id} and t.report is null
    order by p.created_at limit 1`);
  if (row) await reportProviderTest(db, { id }, { report: row.status, reportWord: row.response });
  const [test] = await db.select(shown).from(providerTests).where(eq(providerTests.id, id));
  return test;
}

/** The latest test of each provider. */
export async function selectLatestTests(db: Executor): Promise<ProviderTestRow[]> {
  const latest = db
    .select({ id: sql`max(${providerTests.id})` })
    .from(providerTests)
    .groupBy(providerTests.providerId);
  return db.select(shown).from(providerTests).where(inArray(providerTests.id, latest));
}

/** The latest one of each provider is kept. @returns the number deleted, at most 5,000. */
export async function deleteOldTests(db: Executor): Promise<number> {
  const rows = await db.execute(sql`
    delete from provider_tests where id in (
      select t.id from provider_tests t
      where t.created_at < now() - interval '7 days'
        and t.id < (select max(id) from provider_tests newer where newer.provider_id = t.provider_id)
      limit 5000
    ) returning 1`);
  return rows.length;
}

const textArray = (values: string[]) =>
  sql`array[${sql.join(
    values.map((each) => sql`${each}`),
    sql`, `,
  )}]::text[]`;
