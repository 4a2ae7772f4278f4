import { beforeEach, expect, test } from "vitest";
import { type AuthorisationSnapshot, authorise, routingVersion } from "#db/queries/authorise.ts";
import { retry } from "#runtime/coalesce/recovery.ts";
import { grant, makeAccount, messagesOf, reservation, usedOf } from "../test-account.ts";
import { account, sql } from "../test-ledger.ts";
import { reserveOnSnapshot, type SnapshotReservation } from "./reserve.ts";

const ADDRESS = "192.0.2.7";
let subscription: number;
let templateId: number;
let snapshot: AuthorisationSnapshot;

beforeEach(async () => {
  subscription = await grant(sql, account, { quota: 5 });
  await sql`insert into whitelist_entries (account_id, range) values (${account.accountId}, '192.0.2.0/24')`;
  const found = await identityOf(account.accountId);
  templateId = found.templateId;
  snapshot = {
    ...found,
    address: ADDRESS,
    routingVersion: await routingVersion(sql),
    countries: null,
  };
});

/** What of an account's token, template and version a snapshot holds. */
async function identityOf(accountId: number) {
  const [row] = await sql<
    Pick<AuthorisationSnapshot, "tokenHash" | "templateId" | "templateName" | "versionCreatedAt">[]
  >`
    select encode(t.hash, 'hex') as "tokenHash", tpl.id as "templateId", tpl.name as "templateName",
      v.created_at::text as "versionCreatedAt"
    from api_tokens t join templates tpl using (account_id) join template_versions v on v.id = tpl.serving_version_id
    where account_id = ${accountId}`;
  return row!;
}

const onSnapshot = (change: Partial<SnapshotReservation> = {}): SnapshotReservation => ({
  ...reservation(account),
  snapshot,
  ...change,
});

const kinds = async (...batch: SnapshotReservation[]) =>
  (await reserveOnSnapshot(sql, batch)).map((result) => (result === retry ? "retry" : result.kind));

test("a snapshot that still holds is charged like any other send", async () => {
  const [first, second] = await reserveOnSnapshot(sql, [onSnapshot(), onSnapshot()]);
  expect(first).toMatchObject({ kind: "reserved", remaining: 4 });
  expect(second).toMatchObject({ kind: "reserved", remaining: 3 });
  expect(await usedOf(sql, account)).toEqual({ [subscription]: 2 });
  expect(await kinds(onSnapshot(), onSnapshot(), onSnapshot(), onSnapshot())).toEqual([
    "reserved",
    "reserved",
    "reserved",
    "retry",
  ]);
  expect(await kinds(onSnapshot())).toEqual(["no_credit"]);
});

/** Each changes what the earlier authorisation said, as one statement. */
const changes: Record<string, () => Promise<unknown>> = {
  "the token was revoked": () => sql`update api_tokens set revoked_at = now() where id = ${account.tokenId}`,
  "the token expired": () => sql`update api_tokens set expires_at = now() where id = ${account.tokenId}`,
  "the account was suspended": () =>
    sql`update accounts set status = 'suspended' where id = ${account.accountId}`,
  "the address was removed": () => sql`delete from whitelist_entries where account_id = ${account.accountId}`,
  "the template was archived": () => sql`update templates set archived_at = now() where id = ${templateId}`,
  "the template was renamed": () => sql`update templates set name = 'Other' where id = ${templateId}`,
  "another version serves": () => sql`
    with version as (
      insert into template_versions (template_id, number, english, status, decided_at)
      values (${templateId}, 2, 'New: {code}', 'approved', now()) returning id
    ) update templates set serving_version_id = (select id from version) where id = ${templateId}`,
  "the token's id is another token's by now": () =>
    sql`update api_tokens set hash = sha256('another') where id = ${account.tokenId}`,
  "the version's id is another version's by now": () =>
    sql`update template_versions set created_at = created_at + interval '1 microsecond' where id = ${account.versionId}`,
  "the token may only read": () => sql`update api_tokens set access = 'read' where id = ${account.tokenId}`,
  "the token is kept to another template": () =>
    sql`update api_tokens set template_ids = array[${templateId} + 1] where id = ${account.tokenId}`,
  "no version serves": () => sql`update templates set serving_version_id = null where id = ${templateId}`,
};

for (const [name, change] of Object.entries(changes)) {
  test(`nothing is charged if ${name}, not even next to a send that holds`, async () => {
    const other = await makeAccount(sql);
    const theirs = await grant(sql, other, { quota: 1 });
    await sql`update accounts set whitelist_enforced = false where id = ${other.accountId}`;
    const holding = {
      ...reservation(other),
      snapshot: { ...snapshot, ...(await identityOf(other.accountId)) },
    };
    await change();
    expect(await kinds(onSnapshot(), holding, onSnapshot())).toEqual(["stale", "reserved", "stale"]);
    expect(await usedOf(sql, account)).toEqual({ [subscription]: 0 });
    expect(await messagesOf(sql, account)).toEqual([]);
    expect(await usedOf(sql, other)).toEqual({ [theirs]: 1 });
  });
}

test("nothing is charged if providers or countries have changed, even if the first send of the batch has them", async () => {
  const others = { routingVersion: "0.0", countries: '["SY"]' };
  for (const [name, value] of Object.entries(others)) {
    const stale = onSnapshot({ snapshot: { ...snapshot, [name]: value } });
    expect(await kinds(stale)).toEqual(["stale"]);
    expect(await kinds(onSnapshot(), stale)).toEqual(["reserved", "stale"]);
    // The first one decides which ones are looked at; the other starts anew and is not refused.
    expect(await kinds(stale, onSnapshot())).toEqual(["stale", "stale"]);
  }
});

test("another account's token, template or address is never accepted", async () => {
  const other = await makeAccount(sql);
  await grant(sql, other, { quota: 5 });
  const [template] = await sql`select id from templates where account_id = ${other.accountId}`;
  const mixed: SnapshotReservation[] = [
    onSnapshot({ accountId: other.accountId }),
    onSnapshot({ tokenId: other.tokenId }),
    onSnapshot({ templateVersionId: other.versionId }),
    onSnapshot({ snapshot: { ...snapshot, templateId: template!.id } }),
    onSnapshot({ templateVersionId: other.versionId, snapshot: { ...snapshot, templateId: template!.id } }),
    onSnapshot({ snapshot: { ...snapshot, address: "198.51.100.1" } }),
    onSnapshot({ snapshot: { ...snapshot, address: null } }),
    { ...reservation(other), snapshot: { ...snapshot, templateId: template!.id } },
  ];
  expect(await kinds(...mixed)).toEqual(mixed.map(() => "stale"));
});

test("a stale snapshot does not wait for a lock on its account's subscription", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: locked, resolve: lock } = Promise.withResolvers<void>();
  const holder = sql.begin(async (tx) => {
    await tx`select 1 from subscriptions where id = ${subscription} for update`;
    lock();
    await released;
  });
  await locked;
  await sql`update api_tokens set revoked_at = now() where id = ${account.tokenId}`;
  // Before the lock is let go: a statement that waited for it would never end here.
  expect(await kinds(onSnapshot(), onSnapshot())).toEqual(["stale", "stale"]);
  release();
  await holder;
});

test("a token that is kept to the template it sends with, or may do nothing but send, is charged", async () => {
  await sql`update api_tokens set access = 'send', template_ids = array[${templateId}, ${templateId} + 1]
    where id = ${account.tokenId}`;
  expect(await kinds(onSnapshot())).toEqual(["reserved"]);
});

test("it holds exactly if a new authorisation would have the same result", async () => {
  const hash = "ab".repeat(32);
  await sql`update api_tokens set hash = decode(${hash}, 'hex') where id = ${account.tokenId}`;
  for (const address of [ADDRESS, "192.0.3.7", "::1", null]) {
    for (const enforced of [true, false]) {
      await sql`update accounts set whitelist_enforced = ${enforced} where id = ${account.accountId}`;
      const [found] = await authorise(sql, [{ tokenHash: hash, address, templateId }]);
      const [kind] = await kinds(onSnapshot({ snapshot: { ...snapshot, tokenHash: hash, address } }));
      expect(kind === "reserved").toBe(found!.addressAllowed);
    }
  }
});
