import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { table } from "./test-rights.ts";

/** Server actions that call no verb: preferences of a browser, and links, which stand for whoever holds them. */
const bare = [
  "app/account/check-range.ts#checkRange",
  "app/preferences.ts#setFolded",
  "app/preferences.ts#setTheme",
];

test("every server action comes to verbs of the table", () => {
  const root = join(import.meta.dirname, "../..");
  const files = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join("app", file))
    .filter((file) => readFileSync(join(root, file), "utf8").startsWith('"use server"'));
  expect(files.length).toBeGreaterThan(12);
  const without: string[] = [];
  for (const file of files) {
    const source = readFileSync(join(root, file), "utf8");
    const known = new Map<string, string>();
    for (const [, what, path] of source.matchAll(
      /import (?:type )?(\{[^}]*\}|\* as \w+) from "#services\/([\w/-]+)\.ts"/g,
    )) {
      const noun = path!.split("/").at(-1)!;
      if (what!.startsWith("*")) {
        const space = what!.slice(5);
        for (const [, verb] of source.matchAll(new RegExp(`\\b${space}\\.(\\w+)`, "g")))
          known.set(`${space}.${verb}`, `${noun}.${verb}`);
      } else {
        for (const each of what!.slice(1, -1).split(",")) {
          const [name = "", as = name] = each.trim().split(/ as /);
          known.set(as, `${noun}.${name}`);
        }
      }
    }
    const parts = source.split(/^(?=export async function )/m).slice(1);
    for (const part of parts) {
      const action = `${file}#${/function (\w+)/.exec(part)![1]}`;
      const called = [...known].filter(([written]) =>
        new RegExp(`\\b${written.replace(".", "\\.")}\\b`).test(part),
      );
      if (!called.some(([, verb]) => verb in table)) without.push(action);
    }
  }
  expect(without.sort()).toEqual(bare);
});
