import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const original = { ...process.env };

beforeEach(() => {
  // A process reads its settings once: each test is a process.
  vi.resetModules();
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in original)) delete process.env[name];
  Object.assign(process.env, original);
});

async function read(given: Record<string, string>) {
  const names =
    "HOST PORT INTERNAL_HOST INTERNAL_PORT DATA_DIR DATABASE_URL APP_SECRET PUBLIC_URL TRUSTED_PROXIES ALLOWED_COUNTRIES LOG_LEVEL METRICS_PORT METRICS_TOKEN DATABASE_POOL SEND_BATCH SEND_BATCHES_IN_FLIGHT API_PIPELINE";
  for (const name of names.split(" ")) delete process.env[name];
  Object.assign(process.env, given);
  return import("./env.ts");
}

test("no setting is required", async () => {
  const { env } = await read({});
  expect(env()).toMatchObject({
    HOST: "0.0.0.0",
    PORT: 3000,
    INTERNAL_HOST: "127.0.0.1",
    INTERNAL_PORT: 0,
    ALLOWED_COUNTRIES: ["SY"],
    TRUSTED_PROXIES: [],
  });
  expect(env()).not.toHaveProperty("DATABASE_URL");
});

test("an empty setting counts as unset", async () => {
  const { env } = await read({ PORT: "", PUBLIC_URL: "", DATABASE_URL: "", TRUSTED_PROXIES: "" });
  expect(env()).toMatchObject({ PORT: 3000, TRUSTED_PROXIES: [] });
});

test("lists accept commas and spaces, countries any case, and an address loses its trailing slash", async () => {
  const { env } = await read({
    TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8  ::1 loopback,fd00::/8",
    ALLOWED_COUNTRIES: "sy, lb",
    PUBLIC_URL: "https://otp.example.com/",
  });
  expect(env()).toMatchObject({
    TRUSTED_PROXIES: ["127.0.0.1", "10.0.0.0/8", "::1", "loopback", "fd00::/8"],
    ALLOWED_COUNTRIES: ["SY", "LB"],
    PUBLIC_URL: "https://otp.example.com",
  });
});

describe("a malformed setting is refused in one line that names it", () => {
  test.each([
    ["PORT", ["-1", "65536", "80a", "3e3", " "]],
    ["HOST", ["a b", "http://x", "x/y"]],
    ["INTERNAL_HOST", ["a b", "http://x", "0.0.0.0", "::"]],
    ["INTERNAL_PORT", ["-1", "65536"]],
    ["DATA_DIR", ["~/data", "~", "$HOME/data", "/srv/$NAME"]],
    [
      "DATABASE_URL",
      ["mysql://h/d", "localhost", "h:5432/d", "postgres://", "postgres:///d", "postgres://u:p%zz@h/d"],
    ],
    ["APP_SECRET", ["x".repeat(31)]],
    ["PUBLIC_URL", ["otp.example.com", "ftp://x", "https://x/path", "https://x/?q=1"]],
    [
      "TRUSTED_PROXIES",
      ["10.0.0.0/33", "::1/129", "proxy", "10.0.0.1,,x", "1.2.3.4/8/8", "1.2.3.4/", "0.0.0.0/0", "::/0"],
    ],
    ["ALLOWED_COUNTRIES", ["XX", "Syria", "SY,ZZ", ","]],
    ["LOG_LEVEL", ["loud", "INFO"]],
    ["METRICS_PORT", ["65536", "metrics"]],
    ["METRICS_TOKEN", ["short"]],
    ["DATABASE_POOL", ["0", "101", "ten", "1.5"]],
    ["SEND_BATCH", ["0", "1001", "-3"]],
    ["SEND_BATCHES_IN_FLIGHT", ["0", "65"]],
    ["API_PIPELINE", ["nginx"]],
  ])("%s", async (name, values) => {
    for (const value of values) {
      vi.resetModules();
      const { env, EnvironmentError } = await read({ [name]: value });
      const caught = (() => {
        try {
          return env();
        } catch (error) {
          return error;
        }
      })();
      expect(caught, `${name}=${value}`).toBeInstanceOf(EnvironmentError);
      expect((caught as Error).message).toMatch(new RegExp(`^[^\\n]*${name}[^\\n]*$`));
    }
  });

  test("all of them at once", async () => {
    const { env } = await read({ PORT: "x", LOG_LEVEL: "loud" });
    expect(() => env()).toThrow(/PORT.*; .*LOG_LEVEL/);
  });

  test("a secret that is too short is not quoted", async () => {
    const { env } = await read({ APP_SECRET: "hunter2hunter2" });
    expect(() => env()).toThrow(/^(?!.*hunter2)/);
  });
});

test("the embedded database's values are available from then on", async () => {
  const { env, appSecret, databaseUrl, completeEnvironment } = await read({});
  expect(env().DATABASE_URL).toBeUndefined();
  expect(() => databaseUrl()).toThrow(/DATABASE_URL/);
  expect(() => appSecret()).toThrow(/APP_SECRET/);
  completeEnvironment({ DATABASE_URL: "postgres://u:p@127.0.0.1:1/d", APP_SECRET: "s".repeat(40) });
  expect([databaseUrl(), appSecret()]).toEqual(["postgres://u:p@127.0.0.1:1/d", "s".repeat(40)]);
});
