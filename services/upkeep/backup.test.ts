import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Customer,
  clientAt,
  freshGateway,
  makeCustomer,
  operator,
  PASSWORD,
  plantMessage,
} from "#bin/fixtures/gateway.ts";
import { prepareDatabase } from "#db/ready.ts";
import { viewerOf } from "#services/access/session.ts";
import { signIn } from "#services/access/sign-in.ts";
import { auditLog } from "#services/audit/audit-log.ts";
import { createAccount } from "#services/customers/accounts.ts";
import { createToken, openCopy } from "#services/customers/tokens.ts";
import { addToWhitelist } from "#services/customers/whitelist.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { linkForReset, readLink } from "#services/users/user-links.ts";
import { closeFailover } from "./after-failover.ts";
import { writeBackup } from "./backup.ts";
import { examine } from "./doctor.ts";
import { restoreBackup } from "./restore.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
const folder = mkdtempSync(join(tmpdir(), "aman-gate-backup-"));
const file = join(folder, "gate.backup");

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
  // What COPY has to escape.
  customer = await makeCustomer("Ćevap \\ \"quoted\" \\N 'عميل'");
  await addToWhitelist(operator, { accountId: customer.account.id, range: "2001:db8::/32", label: "\\." });
  for (const status of ["sent", "failed", "unknown"] as const)
    await plantMessage(gateway.sql, customer, status);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.drop();
});

/** Every row of every table, as text; without the users' session versions and the routing's, which a restore renews. */
async function everything(): Promise<Record<string, string[]>> {
  const tables = await gateway.sql<{ name: string }[]>`
    select quote_ident(relname) as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`;
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const found = await gateway.sql.unsafe<{ row: string }[]>(
      `select (to_jsonb(t) - 'session_version'${name === "routing_version" ? " - 'version'" : ""})::text as row from ${name} t
        where not (t::text like '%backup.restore%') order by 1`,
    );
    rows[name] = found.map((each) => each.row);
  }
  return rows;
}

const keys = () => gateway.sql`select conname, pg_get_constraintdef(oid) as definition from pg_constraint
  where contype = 'f' and connamespace = 'public'::regnamespace order by 1`;

test("a restore brings back the data of the backup, removes later data, and does not reissue its ids", async () => {
  const token = await createToken(operator, { accountId: customer.account.id, name: "app" });
  const [before, keysBefore] = [await everything(), await keys()];
  const written = await writeBackup(operator, file);
  expect(written.tables).toMatchObject({ messages: 3, accounts: 1, api_tokens: 1 });
  expect(written.bytes).toBe(statSync(file).size);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["gate.backup"]);

  const later = await createAccount(operator, { name: "Later" });
  const lost = await plantMessage(gateway.sql, customer);
  const restored = await restoreBackup(operator, file);
  expect(restored.diagnosis).toMatchObject({ ok: true });
  expect(restored.tables).toEqual(written.tables);
  expect(await everything()).toEqual(before);
  expect(await keys()).toEqual(keysBefore);
  const [row] = await gateway.sql<{ hash: Buffer; sealed: Buffer }[]>`select hash, sealed from api_tokens`;
  expect(openCopy({ id: token.id, accountId: customer.account.id, ...row! })).toBe(token.token);
  const audited =
    await gateway.sql`select actor_name, after from audit_entries where action = 'backup.restore'`;
  expect(audited).toMatchObject([{ actor_name: operator.name, after: { madeAt: written.madeAt } }]);
  expect((await createAccount(operator, { name: "Next" })).id).toBeGreaterThan(later.id + 50_000);
  expect(await plantMessage(gateway.sql, customer)).toBeGreaterThan(lost + 5_000_000);
});

test.each(["a restore", "a failover"])(
  "%s ends sessions and links, so that none that had been ended works again",
  async (which) => {
    const { developer } = customer;
    const step = await signIn({ email: developer.name, password: PASSWORD }, clientAt());
    if (!step.done) throw new Error("a code was asked for");
    const { path } = await linkForReset(operator, { email: developer.name });
    const tables = () => gateway.sql<{ version: number; sequences: string[] }[]>`
    select session_version as version, array(
      select last_value::text from pg_sequences where schemaname = 'public' order by sequencename) as sequences
    from users where id = ${developer.id}`;
    await writeBackup(operator, file);
    const [before] = await tables();
    const { diagnosis } =
      which === "a restore" ? await restoreBackup(operator, file) : await closeFailover(operator);
    expect(diagnosis).toMatchObject({ ok: true });
    expect(await viewerOf(step.signedIn, null)).toBeNull();
    await expect(readLink(path.split("/").at(-1)!)).rejects.toMatchObject({ code: "link_not_valid" });
    const [after] = await tables();
    expect(after!.version).toBeGreaterThan(before!.version);
    for (const [place, value] of after!.sequences.entries()) {
      expect(Number(value)).toBeGreaterThan(Number(before!.sequences[place]) + 50_000);
    }
    const action = which === "a restore" ? "backup.restore" : "backup.after_failover";
    const { rows } = await auditLog(operator, { action });
    expect(rows[0]).toMatchObject({ actorName: operator.name });
  },
);

test("ids stop at the end of their type, and a developer cannot use up the gap", async () => {
  await gateway.sql`select setval('plans_id_seq', 2147483600)`;
  await closeFailover(operator);
  expect((await gateway.sql`select last_value::text as value from plans_id_seq`)[0]).toEqual({
    value: "2147483647",
  });
  await gateway.sql`select setval('plans_id_seq', 1)`;
  await expect(closeFailover(customer.developer)).rejects.toMatchObject({ code: "not_allowed" });
});

test("a backup taken during writes is one consistent snapshot", async () => {
  let writing = true;
  const writers = [1, 2].map(async () => {
    while (writing) await plantMessage(gateway.sql, customer, Math.random() < 0.3 ? "failed" : "sent");
  });
  const files = [1, 2, 3].map((n) => join(folder, `under-load-${n}`));
  for (const each of files) await writeBackup(operator, each);
  writing = false;
  await Promise.all(writers);
  for (const each of files)
    expect((await restoreBackup(operator, each)).diagnosis).toMatchObject({ ok: true });
});

test("rows that span many frames are restored unchanged", async () => {
  const detail = (n: number) => `${n} ${"long ".repeat(40)}`;
  const id = await plantMessage(gateway.sql, customer);
  const details = Array.from({ length: 5_000 }, (_, n) => detail(n));
  await gateway.sql`insert into message_events (message_id, kind, detail)
    select ${id}, 'swept', d from unnest(${details}::text[]) d`;
  const before = await everything();
  const { tables } = await writeBackup(operator, file);
  expect(tables.message_events).toBe(5_000);
  await gateway.sql`delete from message_events`;
  await restoreBackup(operator, file);
  expect(await everything()).toEqual(before);
});

/** Restoring it is refused with the code, and changes nothing. */
async function refused(bytes: Uint8Array, code: string): Promise<void> {
  const damaged = join(folder, "damaged");
  writeFileSync(damaged, bytes);
  const before = await everything();
  await expect(restoreBackup(operator, damaged)).rejects.toMatchObject({ code });
  expect(await everything()).toEqual(before);
}

test("a row with a dangling reference is restored and reported", async () => {
  const id = await plantMessage(gateway.sql, customer);
  await gateway.sql`update messages set user_id = 2000000000 where id = ${id}`;
  const broken = join(folder, "orphan.backup");
  await writeBackup(operator, broken);
  await gateway.sql`update messages set user_id = null where id = ${id}`;
  const { diagnosis } = await restoreBackup(operator, broken);
  expect(diagnosis.ok).toBe(false);
  expect(diagnosis.checks.filter(({ ok }) => !ok)).toEqual([
    {
      name: "references",
      ok: false,
      warning: false,
      detail: "1 rows of messages name a row of users that is not there, such as user_id 2000000000",
    },
  ]);
  await gateway.sql`update messages set user_id = null where id = ${id}`;
});

test("a file that is cut off, anywhere, is refused", async () => {
  await writeBackup(operator, file);
  const whole = readFileSync(file);
  for (const part of [0, 0.01, 0.3, 0.7, 0.99]) {
    await refused(whole.subarray(0, Math.floor(whole.length * part)), "backup_invalid");
  }
  // Also where the compression is whole and what it holds is not.
  const plain = gunzipSync(whole);
  for (const end of [plain.length - 1, plain.lastIndexOf("Z"), plain.lastIndexOf("S[")]) {
    await refused(gzipSync(plain.subarray(0, end)), "backup_invalid");
  }
});

test("a file with a changed byte, anywhere, is refused", async () => {
  await writeBackup(operator, file);
  const [whole, plain] = [readFileSync(file), gunzipSync(readFileSync(file))];
  const changed = (bytes: Buffer, at: number) => bytes.with(at, bytes[at]! ^ 1);
  const isDamaged = (bytes: Uint8Array) => {
    try {
      return !gunzipSync(bytes).equals(plain);
    } catch {
      return true;
    }
  };
  for (let n = 0; n < 10; n++) {
    let place = 10 + Math.floor(((whole.length - 20) * n) / 10);
    // Some bits of a compressed stream may be either: what it holds is the same.
    while (!isDamaged(changed(whole, place))) place++;
    await refused(changed(whole, place), "backup_invalid");
    // With a right compression around it, our own checksums must find it. Behind the header, which is looked at first.
    const at = 300 + Math.floor(((plain.length - 301) * n) / 10);
    await refused(gzipSync(changed(plain, at)), "backup_invalid");
  }
  await refused(randomBytes(5_000), "backup_invalid");
  await refused(gzipSync(Buffer.concat([plain, Buffer.from("more")])), "backup_invalid");
});

test("a backup of another schema or another secret is refused", async () => {
  await writeBackup(operator, file);
  const plain = gunzipSync(readFileSync(file)).toString("latin1");
  const other = (from: RegExp, to: string) => gzipSync(Buffer.from(plain.replace(from, to), "latin1"));
  await refused(other(/"schema":"0/, '"schema":"9'), "backup_other_version");
  await refused(other(/"secret":".{8}/, '"secret":"00000000'), "backup_other_secret");
});

test("a restore is refused while another client is connected, and without a file", async () => {
  await writeBackup(operator, file);
  const other = postgres(gateway.url, { max: 1, connection: { application_name: "someone else" } });
  await other`select 1`;
  const before = await everything();
  await expect(restoreBackup(operator, file)).rejects.toMatchObject({
    code: "database_in_use",
    message: expect.stringContaining("someone else"),
  });
  expect(await everything()).toEqual(before);
  await other.end();
  await expect(restoreBackup(operator, join(folder, "none"))).rejects.toMatchObject({
    code: "file_unreadable",
  });
  const nowhere = join(folder, "no", "where");
  await expect(writeBackup(operator, nowhere)).rejects.toMatchObject({
    code: "file_unwritable",
    values: { file: nowhere, problem: `there is no directory ${join(folder, "no")}` },
  });
  const directory = { code: "file_unwritable", values: { problem: "it is a directory; name a file in it" } };
  await expect(writeBackup(operator, folder)).rejects.toMatchObject(directory);
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const special = { code: "file_unwritable", values: { problem: "it is not a file" } };
  await expect(writeBackup(operator, pipe)).rejects.toMatchObject(special);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  await expect(writeBackup(customer.developer, file)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(restoreBackup(customer.developer, file)).rejects.toMatchObject({ code: "not_allowed" });
});

test("a symbolic link is followed: the backup is written to its target", async () => {
  const [target, link] = [join(folder, "target"), join(folder, "latest")];
  symlinkSync("target", link);
  for (const _ of ["where nothing is yet", "where one is"]) {
    expect(await writeBackup(operator, link)).toMatchObject({ file: realpathSync(target) });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    rmSync(target);
    writeFileSync(target, "the one before");
  }
});

test("an interrupted backup leaves the previous one and nothing else", async () => {
  await writeBackup(operator, file);
  const before = readFileSync(file);
  const writing = writeBackup(operator, file, { signal: AbortSignal.abort() });
  await expect(writing).rejects.toMatchObject({ name: "AbortError" });
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith(".partial"))).toEqual([]);
  expect(await examine(operator)).toMatchObject({ ok: true });
});
