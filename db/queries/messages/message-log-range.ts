import { type SQL, sql } from "drizzle-orm";
import type { Period } from "#core/table/period.ts";

/** A message's position in the order of the log: when it was created, in microseconds, and its id. */
export interface Place {
  micros: string;
  id: number;
}

/** `older` reads from the newest on; `newer` begins at the far end and reads towards the present. */
export type Direction = "older" | "newer";

/** The last so many hours; or a period of days or moments, in which the days are those of a time zone. */
export type LogPeriod = { hours: number } | (Exclude<Period, { hours: number }> & { zone: string });

/** The part of the time that is wanted. */
export interface Range {
  /** Of messages (`m`). */
  messages: SQL;
  /** Of blocks of messages (`b`): those that reach into it. */
  blocks: SQL;
}

/**
 * Each side is bounded by comparisons of the time alone, of which PostgreSQL begins at the closest. A comparison of rows
 * beside them would not be weighed against them: it may begin there, and filter every entry by the others. So what has the
 * very time of the place is told apart afterwards.
 */
export function rangeOf(
  period: LogPeriod | undefined,
  { from, direction }: { from?: Place | undefined; direction: Direction },
): Range {
  const { low, high } = boundsOf(period);
  const messages: SQL[] = [];
  const blocks: SQL[] = [];
  if (low) {
    messages.push(sql`and m.created_at >= ${low}`);
    blocks.push(sql`and b.until >= ${low}`);
  }
  if (high) {
    messages.push(sql`and m.created_at < ${high}`);
    blocks.push(sql`and b.since < ${high}`);
  }
  if (from) {
    const at = sql`(timestamptz 'epoch' + ${from.micros}::bigint * interval '1 microsecond')`;
    const older = direction === "older";
    const [bound, beyond] = older ? [sql`<=`, sql`<`] : [sql`>=`, sql`>`];
    messages.push(
      sql`and m.created_at ${bound} ${at} and case when m.created_at = ${at} then m.id ${beyond} ${from.id} else true end`,
    );
    blocks.push(older ? sql`and b.since <= ${at}` : sql`and b.until >= ${at}`);
  }
  return { messages: sql.join(messages, sql` `), blocks: sql.join(blocks, sql` `) };
}

function boundsOf(period: LogPeriod | undefined): { low?: SQL | undefined; high?: SQL | undefined } {
  if (!period) return {};
  if (period.hours !== undefined) return { low: sql`now() - ${period.hours}::int * interval '1 hour'` };
  if (period.exact) return { low: sql`${period.from}::timestamptz`, high: sql`${period.to}::timestamptz` };
  const { from, to, zone } = period;
  return {
    low: from === undefined ? undefined : sql`(${from}::date)::timestamp at time zone ${zone}`,
    high: to === undefined ? undefined : sql`(${to}::date + 1)::timestamp at time zone ${zone}`,
  };
}
