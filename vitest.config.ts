import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{core,runtime,db,providers,services,server,bin,i18n,app,components}/**/*.test.ts"],
    globalSetup: "bin/test-cluster.ts",
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
