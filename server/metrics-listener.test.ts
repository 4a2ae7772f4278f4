import { expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { listenForMetrics } from "./metrics-listener.ts";

test("METRICS_PORT serves the metrics on the loopback, and nothing else", async () => {
  const fresh = await freshDatabase();
  completeEnvironment({ DATABASE_URL: fresh.url, APP_SECRET: "a secret of the test's own, long enough" });
  const { server, url } = await listenForMetrics(0);
  try {
    expect(server.address()).toMatchObject({ address: "127.0.0.1" });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining("aman_http_requests_in_flight"),
    ]);
    for (const path of ["/", "/internal/inbox", "/metrics/more"])
      expect((await fetch(new URL(path, url))).status, path).toBe(404);
  } finally {
    server.close();
    server.closeAllConnections();
    await closeDatabase();
    await fresh.drop();
  }
});
