import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { embeddedSecret, keepOnce } from "./secret.ts";

const folder = mkdtempSync(join(tmpdir(), "aman-gate-secret-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the embedded database's secret", () => {
  it("is created once, readable only by its owner", () => {
    const secret = embeddedSecret(folder);
    expect(secret.length).toBeGreaterThanOrEqual(64);
    expect(embeddedSecret(folder)).toBe(secret);
    expect(statSync(join(folder, "app-secret")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["app-secret"]);
  });

  it("is not replaced if the file is damaged", () => {
    writeFileSync(join(folder, "app-secret"), "");
    expect(() => embeddedSecret(folder)).toThrow(/damaged/);
  });

  it("is not created a second time for a database that exists", () => {
    const other = mkdtempSync(join(tmpdir(), "aman-gate-secret-"));
    mkdirSync(join(other, "postgres"));
    writeFileSync(join(other, "postgres", "PG_VERSION"), "18\n");
    expect(() => embeddedSecret(other)).toThrow(/app-secret is missing: put it back from your copy/);
    expect(readdirSync(other)).toEqual(["postgres"]);
    rmSync(other, { recursive: true });
  });

  it("is the one of the process that created it first", () => {
    const file = join(folder, "race");
    const second = keepOnce(file, () => {
      expect(keepOnce(file, () => "first")).toBe("first");
      return "second";
    });
    expect(second).toBe("first");
  });
});
