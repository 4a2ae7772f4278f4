import { expect, test } from "@playwright/test";
import { ask } from "#e2e/api.ts";
import { freePort } from "#e2e/free-port.ts";
import { startGateway } from "#e2e/gateway.ts";
import { bareEnvironment, runProgram, script } from "#e2e/program.ts";

test("METRICS_PORT serves the metrics to this machine without a token; the public port has none", async () => {
  const port = await freePort();
  const gateway = await startGateway({ env: { METRICS_PORT: String(port) } });
  const metrics = (path = "/metrics") => ask({ url: `http://127.0.0.1:${port}` }, "GET", path);
  try {
    expect((await ask(gateway, "GET", "/api/otp/balance/")).status).toBe(401);
    const answer = await metrics();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      expect.stringMatching(/^text\/plain/),
    ]);
    expect(answer.text).toMatch(/^aman_api_requests_total\{[^}]*\} 1$/m);
    for (const path of ["/", "/readyz", "/sign-in", "/api/otp/balance/"])
      expect((await metrics(path)).status, path).toBe(404);
    expect((await ask(gateway, "GET", "/metrics")).status).toBe(404);

    // A second server that is told the same port does not start, and says why.
    const { code, stderr } = await runProgram(process.execPath, [script("bin/start.ts")], {
      env: {
        ...bareEnvironment(),
        ...(await gateway.sharedEnv()),
        HOST: "127.0.0.1",
        PORT: "0",
        METRICS_PORT: String(port),
      },
    });
    expect([code, stderr.trim().split("\n")]).toEqual([1, [expect.stringContaining("METRICS_PORT=")]]);
  } finally {
    await gateway.discard();
  }
  await expect(metrics()).rejects.toThrow();
});
