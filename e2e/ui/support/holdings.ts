import { expect } from "@playwright/test";
import type { Sql } from "postgres";

/** What the gateway itself keeps up: counts, throttles, health, leases, marks of its jobs. */
const UPKEEP = [
  "sign_in_attempts",
  "message_counts",
  "failure_counts",
  "template_counts",
  "token_counts",
  "delivery_times",
  "log_blocks",
  "late_outcomes",
  "provider_health",
  "binds",
  "bind_claims",
  "notices",
  "notice_states",
  "mails",
  "api_requests",
  // Counted a second after the request.
  "refusals",
];
const MARKS = ["messages_counted", "messages_pending_since", "log_blocks_until"];

const rowsOf: Record<string, string> = {
  audit_entries: "action <> 'access.refused'",
  settings: `name not in (${MARKS.map((name) => `'${name}'`).join(", ")})`,
};

/** One line for all that people have put into the database, but for the traces of what was refused. */
export async function holdings(sql: Sql): Promise<string> {
  // Reports may still come for what earlier tests have sent.
  const open = () => sql`select from messages where status in ('pending', 'sent')`;
  await expect.poll(async () => (await open()).length).toBe(0);
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> all(${UPKEEP})
    order by 1`;
  const sums = tables.map(
    ({ name }) => `
      select '${name}' as t, md5(coalesce(string_agg(r::text, '|' order by r::text), ''))
      from (select to_jsonb(t) - 'last_used_at' as r from "${name}" t where ${rowsOf[name] ?? "true"}) rows`,
  );
  // Parallel plans return the parts in any order.
  return JSON.stringify(await sql.unsafe(`${sums.join(" union all ")} order by t`));
}
