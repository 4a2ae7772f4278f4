import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { tallyOf } from "./report.ts";

const folder = mkdtempSync(join(tmpdir(), "aman-gate-report-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(content: object): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("the tally of a report", () => {
  it("counts a test file that does not load as a failure", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
      { status: "passed", assertionResults: [{}] },
    ];
    expect(tallyOf("vitest", report({ numPassedTests: 8, numFailedTests: 1, testResults }))).toEqual({
      passed: 8,
      failed: 2,
    });
  });

  it("counts a retried success as passed and an error outside of tests as failed", () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 4 };
    expect(tallyOf("playwright", report({ stats, errors: [{}] }))).toEqual({ passed: 4, failed: 2 });
  });

  it("is missing if the runner crashed", () => {
    expect(tallyOf("vitest", join(folder, "none.json"))).toBeUndefined();
  });
});
