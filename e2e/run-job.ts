import type { JobName } from "#core/gateway/job.ts";
import type { Gateway } from "./gateway.ts";

/** Has a background job run within seconds, as its schedule does within a minute or an hour. */
export async function runJob(gateway: Gateway, name: JobName): Promise<void> {
  const sql = await gateway.sql();
  // One that waits already does as well.
  await sql`insert into pgboss.job (name, policy) values (${name}, 'stately') on conflict do nothing`;
}
