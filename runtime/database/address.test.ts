import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { AddressError, hostsOf, parseAddress } from "./address.ts";

const known = "postgres://u:p@h/d";

test("a plain address", () => {
  expect(parseAddress("postgresql://gate:p%40ss%25@db.example.com:6432/gate_1?sslmode=verify-full")).toEqual({
    hosts: [{ host: "db.example.com", port: 6432 }],
    user: "gate",
    password: "p@ss%",
    database: "gate_1",
    ssl: "verify-full",
    sslNegotiation: null,
    readWrite: false,
  });
});

test("missing parts are left to the driver", () => {
  expect(parseAddress("postgres://127.0.0.1")).toMatchObject({
    hosts: [{ host: "127.0.0.1", port: 5432 }],
    user: undefined,
    password: undefined,
    database: undefined,
    ssl: false,
  });
});

test("several hosts are searched for the one that accepts writes, whether or not that is requested", () => {
  const address = parseAddress("postgres://u:p@one,two.example.com:5433,[2001:db8::7]:5434/d");
  expect(address.hosts).toEqual([
    { host: "one", port: 5432 },
    { host: "two.example.com", port: 5433 },
    { host: "2001:db8::7", port: 5434 },
  ]);
  expect(address.readWrite).toBe(true);
  expect(hostsOf(address)).toBe("one, two.example.com:5433, [2001:db8::7]:5434");
  for (const wish of ["read-write", "primary"])
    expect(parseAddress(`${known}?target_session_attrs=${wish}`).readWrite).toBe(true);
});

property.prop([fc.string(), fc.string(), fc.string({ minLength: 1 })])(
  "whatever is in a user, a password and a name comes back as it was encoded",
  (user, password, database) => {
    const [u, p, d] = [user, password, database].map(encodeURIComponent);
    expect(parseAddress(`postgres://${u}:${p}@h:1/${d}`)).toMatchObject({
      user: user || undefined,
      password: password || undefined,
      database,
    });
  },
);

test("an invalid address is refused in one line that does not quote it", () => {
  for (const text of [
    "",
    "mysql://u:secret@h/d",
    "postgres://",
    "postgres://u:secret@/d",
    "postgres://u:100%secret@h/d",
    "postgres://u:secret@h:port/d",
    "postgres://u:secret@h:70000/d",
    "postgres://u:secret@one,,two/d",
    "postgres://u:secret@h/d#x",
    "postgres://u:sec@ret@h/d",
  ]) {
    expect(() => parseAddress(text), text).toThrow(AddressError);
    expect(() => parseAddress(text), text).not.toThrow(/secret|ret@h|\n/);
  }
});

describe("a parameter that belongs to another program", () => {
  test.each([
    ["schema=otp", /leave schema out.*search_path/],
    ["currentSchema=otp", /leave currentSchema out.*search_path/],
    ["options=-c%20search_path%3Dotp", /leave options out/],
    ["pgbouncer=true", /leave pgbouncer out; name PostgreSQL itself/],
    ["channel_binding=require", /leave channel_binding out; sslmode=verify-full/],
    ["ssl=true", /leave ssl out; write sslmode=require/],
    ["sslrootcert=/etc/ca.pem", /sslmode=verify-full, and set NODE_EXTRA_CA_CERTS/],
    ["connection_limit=5", /leave connection_limit out; set DATABASE_POOL/],
    ["statement_timeout=1", /leave statement_timeout out; only sslmode/],
    ["synchronous_commit=off", /leave synchronous_commit out/],
    ["sslmode=no-verify", /sslmode must be one of disable, .*verify-full/],
    ["target_session_attrs=any", /target_session_attrs must be read-write/],
    ["target_session_attrs=prefer-standby", /target_session_attrs must be read-write/],
    // A password with a ? in it that was not encoded ends up here.
    ["secret@h/d", /leave what follows the \? out/],
  ])("%s", (query, says) => {
    expect(() => parseAddress(`${known}?sslmode=require&${query}`)).toThrow(says);
  });
});
