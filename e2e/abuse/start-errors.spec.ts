import { expect, test } from "@playwright/test";
import { startGateway } from "#e2e/gateway.ts";
import { startPgBouncer } from "#e2e/pgbouncer.ts";
import { bareEnvironment, runProgram, script } from "#e2e/program.ts";
import { sessionSettings } from "#runtime/database/session-settings.ts";

const SECRET = "a secret of the test's own, long enough";

/** Starting with these settings ends with exit code 1 and one line, which says this and holds no stack trace. */
async function expectOneLine(env: Record<string, string>, says: RegExp): Promise<void> {
  const { code, stderr } = await runProgram(process.execPath, [script("bin/start.ts")], {
    env: { ...bareEnvironment(), HOST: "127.0.0.1", PORT: "0", ...env },
  });
  expect(code, stderr).toBe(1);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/\bat \S+ \(|file:\/\//);
}

test("an invalid setting is named in one line", async () => {
  await expectOneLine({ PORT: "seventy" }, /PORT/);
  await expectOneLine({ TRUSTED_PROXIES: "my-proxy" }, /TRUSTED_PROXIES/);
  await expectOneLine({ PUBLIC_URL: "otp.example.com" }, /PUBLIC_URL/);
  await expectOneLine({ ALLOWED_COUNTRIES: "Syria" }, /ALLOWED_COUNTRIES/);
  await expectOneLine({ DATABASE_URL: "mysql://x/y", APP_SECRET: SECRET }, /DATABASE_URL/);
  const otherProgram = "postgres://u:p@127.0.0.1:1/d?schema=otp&pgbouncer=true";
  await expectOneLine({ DATABASE_URL: otherProgram, APP_SECRET: SECRET }, /leave schema out/);
  await expectOneLine({ APP_SECRET: "short" }, /APP_SECRET/);
  await expectOneLine({ DATA_DIR: "/proc/aman-gate" }, /DATA_DIR/);
});

test("a database that cannot be used is explained in one line", async () => {
  const gateway = await startGateway({ env: { LOG_LEVEL: "silent" } });
  try {
    const { DATABASE_URL, DATA_DIR } = await gateway.sharedEnv();
    const address = new URL(DATABASE_URL);
    const other = (change: (url: URL) => void) => {
      const url = new URL(address);
      change(url);
      return { DATABASE_URL: url.href, APP_SECRET: SECRET, DATA_DIR };
    };
    await expectOneLine({ DATABASE_URL, DATA_DIR }, /APP_SECRET is required/);
    await expectOneLine(
      other(() => {}),
      /APP_SECRET is not the one/,
    );
    await expectOneLine(
      other((url) => {
        url.port = "1";
      }),
      /no PostgreSQL answers/,
    );
    await expectOneLine(
      other((url) => {
        url.password = "wrong";
      }),
      /password/,
    );
    await expectOneLine(
      other((url) => {
        url.pathname = "/nowhere";
      }),
      /no database "nowhere"/,
    );
    const sql = await gateway.sql();
    await sql`create role stranger login password 'secret'`;
    await sql`create database foreign_one`;
    const stranger = (url: URL) => {
      url.username = "stranger";
      url.password = "secret";
      url.pathname = "/foreign_one";
    };
    await expectOneLine(other(stranger), /stranger of DATABASE_URL may not create tables in "foreign_one"/);
    await sql`alter database foreign_one set default_transaction_read_only = on`;
    await expectOneLine(
      other((url) => {
        url.pathname = "/foreign_one";
      }),
      /can only be read/,
    );
    // Something answers there, and hangs up: the gateway itself.
    await expectOneLine(
      other((url) => {
        url.port = new URL(gateway.url).port;
      }),
      /it is no PostgreSQL/,
    );
    // PgBouncer, which refuses settings in its own words, or drops them where it is told to, whatever its mode.
    const dropped = Object.keys(sessionSettings()).join(",");
    for (const [pool_mode, ignore_startup_parameters, says] of [
      ["transaction", "", /pooler such as PgBouncer .* name PostgreSQL itself/],
      ["transaction", dropped, /drops the settings .* name PostgreSQL itself/],
      ["session", dropped, /drops the settings .* name PostgreSQL itself/],
    ] as const) {
      const pooler = await startPgBouncer(DATABASE_URL, { pool_mode, ignore_startup_parameters });
      try {
        await expectOneLine({ DATABASE_URL: pooler.url, APP_SECRET: SECRET, DATA_DIR }, says);
      } finally {
        await pooler.stop();
      }
    }
    await expectOneLine({ DATA_DIR, PORT: new URL(gateway.url).port }, /Port \d+ is taken/);
  } finally {
    await gateway.discard();
  }
});
