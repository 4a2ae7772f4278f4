import { defineConfig } from "@playwright/test";

/**
 * The tests from outside: they start the real product, each server in a temporary DATA_DIR. What fails once has
 * failed: nothing is tried again.
 */
export default defineConfig({
  testDir: "e2e",
  globalSetup: ["./e2e/production-build.ts", "./e2e/make-first-start.ts"],
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Two cores: one for the tests of a file, one for the server that they ask.
  // Files side by side: each worker has a gateway of its own, and a file that needs another one starts it. A test rarely
  // keeps two cores busy, because its browser and its server wait for each other.
  workers: 2,
  // They find what hangs; two busy cores are slow at times.
  timeout: 120_000,
  expect: { timeout: 30_000 },
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
            // Nothing here is drawn by a graphics card, and without one its process only costs.
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
    { name: "abuse", testMatch: "abuse/**/*.spec.ts", timeout: 360_000 },
  ],
});
