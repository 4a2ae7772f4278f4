import type { Db } from "pg-boss";
import type { Row, RowList, Sql } from "postgres";
import { jobsPool } from "#runtime/database/pools.ts";

/** pg-boss's scripts of several statements begin their own transaction. */
const STARTS_TRANSACTION = /^\s*begin\b/i;

/**
 * pg-boss's queries run on the gateway's own kind of connections. Its own driver (`pg`) supports neither several hosts
 * nor the detection of a demoted primary, and interprets `sslmode` differently.
 */
export function jobsDatabase(): Db {
  return {
    async executeSql(text, values = []) {
      const sql = jobsPool();
      takeTextAsJson(sql);
      const ask = (on: Pick<Sql, "unsafe">) => on.unsafe(text, values as never[]);
      return { rows: rowsOf(await (STARTS_TRANSACTION.test(text) ? onOneConnection(sql, ask) : ask(sql))) };
    },
  };
}

/** pg-boss serialises its JSON itself. */
function takeTextAsJson(sql: Sql): void {
  const { serializers } = sql.options as unknown as {
    serializers: Record<number, (value: unknown) => unknown>;
  };
  const [json, jsonb] = [114, 3802];
  serializers[json!] = serializers[jsonb!] = (value) =>
    typeof value === "string" ? value : JSON.stringify(value);
}

async function onOneConnection<T>(sql: Sql, ask: (on: Pick<Sql, "unsafe">) => PromiseLike<T>): Promise<T> {
  const reserved = await sql.reserve();
  try {
    return await ask(reserved);
  } catch (error) {
    // A script that failed midway has left its transaction open.
    await reserved.unsafe("rollback").catch(() => {});
    throw error;
  } finally {
    reserved.release();
  }
}

/** A script returns a list of rows for each of its statements. */
function rowsOf(result: RowList<Row[]> | RowList<Row[]>[]): Row[] {
  return result.some((each) => Array.isArray(each)) ? (result as Row[][]).flat() : [...(result as Row[])];
}
