import { expect, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { startGateway } from "#e2e/gateway.ts";
import { killPostgres } from "#e2e/kill-postgres.ts";
import { PASSWORD, signIn } from "#e2e/ui/support/browser.ts";
import { until } from "#e2e/until.ts";

/** Nobody's but this test's. */
const NUMBER = "963944817263";
const NATIONAL = NUMBER.slice(3);

interface Line {
  level: number;
  msg: string;
  req?: string;
  path?: string;
  address?: string;
  err?: { type: string; message: string; digest?: string; stack: string[]; cause?: Line["err"] };
}

test("a failing page logs one JSON line that names the request and quotes no data", async ({ request }) => {
  const gateway = await startGateway();
  try {
    const account = await makeAccount(gateway);
    const desk = await gateway.desk();
    const email = "reader@example.com";
    await desk.call("users", "createUser", {
      email,
      role: "developer",
      accountId: account.id,
      password: PASSWORD,
    });
    await until("the start is over", () => gateway.output().includes("Aman Gate is at"));
    const booted = gateway.output().length;
    /** What was printed since; every line of it is JSON. The last one may still be on its way. */
    const lines = () =>
      gateway
        .output()
        .slice(booted)
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Line);
    const redirected = await request.get(`${gateway.url}/admin/accounts?q=${NATIONAL}`);
    await until("a stranger at the admin's door is in the log", () =>
      lines().some(
        ({ path, address, req }) =>
          path === "/admin/accounts" && address === "127.0.0.1" && req !== undefined && redirected.ok(),
      ),
    );
    await signIn({ request }, gateway.url, email);
    const search = () => request.get(`${gateway.url}/messages?q=${NATIONAL}`);

    const sql = await gateway.sql();
    await sql`alter table messages rename to gone`;
    const page = await search();
    const id = page.headers()["x-request-id"];
    const failed = await until("the error is in the log", () =>
      lines().find((line) => line.req === id && line.level === 50),
    );
    expect(failed).toMatchObject({
      path: "/messages",
      msg: "an error was reported",
      err: {
        message: expect.stringMatching(/^Failed query: /),
        digest: expect.stringMatching(/^\d+/),
        stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
        cause: { type: "PostgresError", code: "42P01" },
      },
    });
    // The reader has the same digest to quote.
    expect(await page.text()).toContain(failed.err!.digest);
    // An export that breaks off, and an address that tells a secret.
    await expect(request.get(`${gateway.url}/messages/export?q=${NATIONAL}`)).rejects.toThrow("aborted");
    await sql`alter table gone rename to messages`;
    await sql`alter table user_links rename to gone`;
    await request.get(`${gateway.url}/invite/secret-of-the-link`);
    await until("both are in the log", () => {
      const paths = lines().map(({ path }) => path);
      return paths.includes("/messages/export") && paths.includes("/invite/…");
    });
    await sql`alter table gone rename to user_links`;

    // A database that dies while pages are read.
    await killPostgres(gateway.dataDir);
    await until("a page meets it", async () => {
      await search();
      return lines().some(({ err }) => JSON.stringify(err)?.match(/CONNECT|ECONN/));
    });
    await until("pages are back", async () => (await search()).ok());
    await gateway.stop();

    const after = gateway.output().slice(booted).trim().split("\n");
    const plain = after.filter((line) => !line.startsWith("{"));
    expect(plain.filter((line) => !/^Stopping: /.test(line))).toEqual([]);
    for (const line of after.filter((each) => !plain.includes(each)))
      expect(() => JSON.parse(line)).not.toThrow();
    for (const secret of [NATIONAL, "secret-of-the-link", "params:"]) {
      expect(gateway.output()).not.toContain(secret);
    }
  } finally {
    await gateway.discard();
  }
});
