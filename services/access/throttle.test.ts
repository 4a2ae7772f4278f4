import { randomBytes } from "node:crypto";
import { lookup } from "node:dns/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { clientAt, freshGateway, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { GUESSES, GUESSES_PER_ADDRESS } from "#core/access/throttle.ts";
import { createUser } from "#services/users/users.ts";
import { knownDevice, rememberDevice } from "./known-device.ts";
import { hashPassword } from "./password.ts";
import { signIn } from "./sign-in.ts";
import { guarded } from "./throttle.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());
beforeEach(async () => void (await gateway.sql`delete from sign_in_attempts`));

const throttled = { code: "too_many_guesses" };
const wrong = async () => undefined;
const right = async () => true as const;
const guess = (subject: string, address: string | null, device: string | null = null) =>
  guarded({ what: "sign_in", subject, address, device }, wrong);

async function makeUser(): Promise<string> {
  const email = `${randomBytes(6).toString("hex")}@example.com`;
  await createUser(operator, { email, role: "admin", password: PASSWORD });
  return email;
}

test("addresses in one IPv6 /64 share a count, and the adjacent /64 has its own", async () => {
  for (let n = 0; n < GUESSES_PER_ADDRESS; n++) await guess(`somebody ${n}`, `2001:db8:0:7::${n + 1}`);
  await expect(guess("anybody", "2001:db8:0:7:ffff::1")).rejects.toMatchObject(throttled);
  expect(await guess("anybody", "2001:db8:0:8::1")).toBeUndefined();
  // An IPv4 address is one place, and so is its neighbour.
  for (let n = 0; n < GUESSES_PER_ADDRESS; n++) await guess(`somebody ${n}`, "198.51.100.7");
  await expect(guess("anybody", "198.51.100.7")).rejects.toMatchObject(throttled);
  expect(await guess("anybody", "198.51.100.8")).toBeUndefined();
});

test("guessing from one place locks the e-mail there, but its owner can sign in from elsewhere", async () => {
  const email = await makeUser();
  const attempt = (password: string, address: string) => signIn({ email, password }, clientAt(address));
  for (let n = 0; n < GUESSES.sign_in.here; n++) {
    await expect(attempt("wrong", "198.51.100.7")).rejects.toMatchObject({ code: "sign_in_failed" });
  }
  await expect(attempt(PASSWORD, "198.51.100.7")).rejects.toMatchObject(throttled);
  expect((await attempt(PASSWORD, "203.0.113.9")).done).toBe(true);
});

test("guessing from many places locks new places, but not browsers in which the owner signed in before", async () => {
  const email = await makeUser();
  const first = await signIn({ email, password: PASSWORD }, clientAt("203.0.113.9"));
  if (!first.done) throw new Error("a code was asked for");
  const device = first.device;
  const attempt = (password: string, n: number, cookie: string | null = null) =>
    signIn({ email, password }, { ...clientAt(`10.0.${n}.1`), device: cookie }).catch(({ code }) => code);
  for (let n = 0; n < GUESSES.sign_in.everywhere; n++)
    expect(await attempt("wrong", n)).toBe("sign_in_failed");
  expect(await attempt(PASSWORD, 200)).toBe("too_many_guesses");
  expect(await attempt(PASSWORD, 201, device)).toMatchObject({ done: true });
  // A forged cookie, and one of somebody else, are worth nothing.
  for (const other of ["x", `${device}x`, rememberDevice(null, "other@example.com"), device.slice(3)]) {
    expect(await attempt(PASSWORD, 202, other)).toBe("too_many_guesses");
  }
  // Nor may a stolen one guess for ever.
  for (let n = 0; n < GUESSES.sign_in.here; n++)
    expect(await attempt("wrong", 203, device)).toBe("sign_in_failed");
  expect(await attempt(PASSWORD, 203, device)).toBe("too_many_guesses");
});

test.each(["sign_in", "code"] as const)(
  "many known browsers together allow no more guesses (%s)",
  async (what) => {
    const { everywhere } = GUESSES[what];
    const from = (browser: number, look: () => Promise<true | undefined> = wrong) =>
      guarded({ what, subject: "victim", address: "203.0.113.9", device: `browser ${browser}` }, look);
    for (let n = 0; n < everywhere; n++) expect(await from(n)).toBeUndefined();
    await expect(from(everywhere, right)).rejects.toMatchObject(throttled);
    // Who signs in from a place of their own is not affected.
    expect(await guarded({ what, subject: "victim", address: "203.0.113.9" }, right)).toBe(true);
  },
);

test("e-mails that are free in between do not forgive those that were taken", async () => {
  const tried = (look: () => Promise<true | undefined>) =>
    guarded({ what: "email", subject: 7, address: "203.0.113.9" }, look);
  for (let n = 0; n < GUESSES.email.here; n++) {
    expect(await tried(right)).toBe(true);
    expect(await tried(wrong)).toBeUndefined();
  }
  await expect(tried(wrong)).rejects.toMatchObject(throttled);
});

test("a browser remembers the last five people who signed in with it", () => {
  let cookie: string | null = null;
  const people = Array.from({ length: 6 }, (_, n) => `person${n}@example.com`);
  for (const email of people) cookie = rememberDevice(cookie, email);
  expect(people.map((email) => knownDevice(cookie, email) !== null)).toEqual([false, ...Array(5).fill(true)]);
  const before = knownDevice(cookie, people[3]!);
  cookie = rememberDevice(cookie, people[3]!.toUpperCase());
  expect(knownDevice(cookie, people[3]!)).toBe(before);
  expect(new Set(people.slice(1).map((email) => knownDevice(cookie, email))).size).toBe(5);
});

test("a correct password clears its own count, but not that of its address", async () => {
  const address = "198.51.100.7";
  for (let n = 0; n < 9; n++) await guess("victim", address);
  for (let n = 0; n < 20; n++) await guess(`other ${n}`, address);
  expect(await guarded({ what: "sign_in", subject: "victim", address }, right)).toBe(true);
  for (let n = 0; n < 1; n++) expect(await guess("victim", address)).toBeUndefined();
  await expect(guess("victim", address)).rejects.toMatchObject(throttled);
});

test("passwords are checked two at a time, excess attempts are refused, and DNS look-ups still work meanwhile", async () => {
  const crowd = Array.from({ length: 130 }, () => hashPassword("a password of many").then(() => "hashed"));
  const turnedAway = crowd.slice(102).map((each) => each.catch(({ code }) => code));
  // 2 at work, 100 waiting: the others hear so at once.
  expect(await Promise.all(turnedAway)).toEqual(Array(28).fill("busy"));
  let hashed = 0;
  for (const each of crowd)
    void each.then(
      () => hashed++,
      () => {},
    );
  await lookup("localhost");
  expect(hashed).toBeLessThan(102);
  expect(new Set(await Promise.all(crowd.slice(0, 102)))).toEqual(new Set(["hashed"]));
});
