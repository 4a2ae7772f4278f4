import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{core,runtime,db,providers,services,server,bin,i18n,app,components}/**/*.test.ts"],
    // Not the operator's settings, which may name their database.
    env: { ENV_FILE: "" },
    globalSetup: "bin/fixtures/cluster.ts",
    pool: "forks",
    // One more than there are cores: some wait, for a heartbeat to be missed or a database to start.
    maxWorkers: 3,
    // It finds what hangs; two busy cores are slow at times.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // As the time limits above: a condition that is right, but slow, is no failure.
    expect: { poll: { interval: 20, timeout: 60_000 } },
  },
});
