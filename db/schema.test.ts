import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DrizzleSnapshotJSON, generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("the migrations make what the schema says", async () => {
  const schema: Record<string, unknown> = {};
  for (const file of globSync("db/schema/*.ts", { cwd: root })) {
    Object.assign(schema, await import(join(root, file)));
  }
  const newest = globSync("drizzle/meta/*_snapshot.json", { cwd: root }).toSorted().at(-1)!;
  const snapshot = JSON.parse(readFileSync(join(root, newest), "utf8")) as DrizzleSnapshotJSON;
  expect(await generateMigration(snapshot, generateDrizzleJson(schema))).toEqual([]);
});
