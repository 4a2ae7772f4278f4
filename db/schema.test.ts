import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DrizzleSnapshotJSON, generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { tableNames } from "./schema/tables.ts";

const root = join(import.meta.dirname, "..");

async function everySchemaFile(): Promise<Record<string, unknown>> {
  const schema: Record<string, unknown> = {};
  for (const file of globSync("db/schema/**/*.ts", { cwd: root })) {
    Object.assign(schema, await import(join(root, file)));
  }
  return schema;
}

test("the list of tables to back up is complete", async () => {
  const found = Object.values(await everySchemaFile()).filter((value) => is(value, PgTable));
  expect(tableNames).toEqual(found.map((table) => getTableName(table)).toSorted());
});

test("the migrations produce the schema", async () => {
  const schema = await everySchemaFile();
  const newest = globSync("drizzle/meta/*_snapshot.json", { cwd: root }).toSorted().at(-1)!;
  const snapshot = JSON.parse(readFileSync(join(root, newest), "utf8")) as DrizzleSnapshotJSON;
  expect(await generateMigration(snapshot, generateDrizzleJson(schema))).toEqual([]);
});
