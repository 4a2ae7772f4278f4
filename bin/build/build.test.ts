import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { buildIdentity, hashOfSources } from "./build.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "aman-gate-sources-"));
  mkdirSync(join(root, "app", "api"), { recursive: true });
  mkdirSync(join(root, "bin"));
  writeFileSync(join(root, "app", "page.tsx"), "page");
  writeFileSync(join(root, "next.config.ts"), "config");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the hash of the sources", () => {
  it("changes with the sources of the pages and with nothing else", () => {
    const before = hashOfSources(root);
    writeFileSync(join(root, "bin", "start.ts"), "start");
    writeFileSync(join(root, "app", "page.test.ts"), "test");
    writeFileSync(join(root, "README.md"), "readme");
    expect(hashOfSources(root)).toBe(before);
    writeFileSync(join(root, "next.config.ts"), "other");
    expect(hashOfSources(root)).not.toBe(before);
    writeFileSync(join(root, "next.config.ts"), "config");
    expect(hashOfSources(root)).toBe(before);
  });

  it("changes with a file's name and directory", () => {
    const before = hashOfSources(root);
    renameSync(join(root, "app", "page.tsx"), join(root, "app", "api", "page.tsx"));
    expect(hashOfSources(root)).not.toBe(before);
  });

  it("is the same for the same sources elsewhere", () => {
    const other = mkdtempSync(join(tmpdir(), "aman-gate-another-machine-"));
    cpSync(root, other, { recursive: true });
    expect(hashOfSources(other)).toBe(hashOfSources(root));
    rmSync(other, { recursive: true });
  });
});

test("a build's id and the salt of its actions depend on its sources alone", () => {
  const identity = buildIdentity(hashOfSources(root));
  expect(buildIdentity(hashOfSources(root))).toEqual(identity);
  expect(identity.BUILD_ID).toMatch(/^[b-z0-9]{24}$/);
  expect(Buffer.from(identity.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY!, "base64")).toHaveLength(32);
  writeFileSync(join(root, "app", "page.tsx"), "another page");
  const next = buildIdentity(hashOfSources(root));
  expect(next.BUILD_ID).not.toBe(identity.BUILD_ID);
  expect(next.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY).not.toBe(identity.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY);
});
