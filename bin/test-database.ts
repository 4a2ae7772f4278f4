import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { addressOf, TEMPLATE } from "./test-cluster.ts";

/**
 * A migrated, empty database of the caller's own, in a fraction of a second. Each test file creates one, so that files
 * run in parallel. `drop` removes it even if somebody is still connected; so does the end of the run.
 */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const cluster = inject("testCluster");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const admin = postgres(cluster, { max: 1, onnotice: () => {} });
  try {
    await admin`create database ${admin(name)} template ${admin(TEMPLATE)}`;
  } finally {
    await admin.end();
  }
  return {
    url: addressOf(cluster, name),
    drop: async () => {
      const sql = postgres(cluster, { max: 1, onnotice: () => {} });
      await sql`drop database if exists ${sql(name)} with (force)`.finally(() => sql.end());
    },
  };
}
