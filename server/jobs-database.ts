import type { Db } from "pg-boss";
import type { Row, RowList, Sql } from "postgres";
import { jobsPool } from "#runtime/database/pools.ts";

/** pg-boss's scripts of several statements bring their own transaction. */
const STARTS_TRANSACTION = /^\s*begin\b/i;

/**
 * What pg-boss asks, on connections like all others of the gateway. Its own driver (`pg`) knows neither several hosts nor
 * what a demoted primary is, and reads `sslmode` in another way.
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

/** pg-boss writes its JSON itself. */
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
    // What failed in the middle has left its transaction open.
    await reserved.unsafe("rollback").catch(() => {});
    throw error;
  } finally {
    reserved.release();
  }
}

/** A script has a list of rows for each of its statements. */
function rowsOf(result: RowList<Row[]> | RowList<Row[]>[]): Row[] {
  return result.some((each) => Array.isArray(each)) ? (result as Row[][]).flat() : [...(result as Row[])];
}
