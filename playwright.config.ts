import { defineConfig } from "@playwright/test";

/**
 * The tests from outside: they start the real product, each server in a temporary DATA_DIR. What fails once has
 * failed: nothing is tried again.
 */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/production-build.ts",
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Two cores: one for the tests of a file, one for the server that they ask.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  outputDir: "test-results/output",
  projects: [
    { name: "api", testMatch: "api/**/*.spec.ts" },
    {
      name: "ui",
      testMatch: "ui/**/*.spec.ts",
      use: {
        locale: "en-GB",
        launchOptions: {
          ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
          // As root Chromium has no sandbox; and it must not look for its maker's hosts.
          args: [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
    { name: "abuse", testMatch: "abuse/**/*.spec.ts", timeout: 180_000 },
  ],
});
