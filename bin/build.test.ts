import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashOfSources } from "./build.ts";

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
  it("changes with what the pages are made of, and with nothing else", () => {
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

  it("changes with a file's name and place", () => {
    const before = hashOfSources(root);
    renameSync(join(root, "app", "page.tsx"), join(root, "app", "api", "page.tsx"));
    expect(hashOfSources(root)).not.toBe(before);
  });
});
