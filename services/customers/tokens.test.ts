import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { sha256 } from "#runtime/keys.ts";
import { archiveTemplate } from "#services/templates/templates.ts";
import {
  changeTokenScope,
  createToken,
  listTokens,
  openCopy,
  revealToken,
  revokeToken,
  rotateToken,
} from "./tokens.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const withToken = async () => {
  const customer = await makeCustomer();
  return {
    ...customer,
    made: await createToken(customer.developer, { accountId: customer.account.id, name: "app" }),
  };
};
const stored = async (id: number) => {
  const [row] = await gateway.sql<{ hash: Buffer; sealed: Buffer; account_id: number }[]>`
    select hash, sealed, account_id from api_tokens where id = ${id}`;
  return { id, accountId: row!.account_id, hash: row!.hash, sealed: row!.sealed };
};

test("only a hash and an encrypted copy are stored, and the copy decrypts in its own row only", async () => {
  const { made } = await withToken();
  expect(made.token).toMatch(/^ag_[0-9A-Za-z]{43}$/);
  expect(made.hint).toBe(`${made.token.slice(0, 7)}…${made.token.slice(-4)}`);
  const row = await stored(made.id);
  expect(row.hash.equals(sha256(made.token))).toBe(true);
  expect(openCopy(row)).toBe(made.token);
  expect(() => openCopy({ ...row, accountId: row.accountId + 1 })).toThrow();
  const [text] = await gateway.sql`select api_tokens::text as row from api_tokens where id = ${made.id}`;
  expect(text?.row).not.toContain(made.token);
});

test("a token revoked by many at once is revoked once", async () => {
  const { made, developer } = await withToken();
  const tries = await Promise.allSettled([1, 2, 3].map(() => revokeToken(developer, { id: made.id })));
  expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  for (const each of tries)
    if (each.status === "rejected") expect(each.reason.code).toBe("token_already_revoked");
  await expect(rotateToken(developer, { id: made.id, grace: "1h" })).rejects.toMatchObject({
    code: "token_already_revoked",
  });
});

test.each([
  ["none", 0],
  ["1h", 1],
  ["24h", 24],
])("rotating with grace %s", async (grace, hours) => {
  const { made, developer, account } = await withToken();
  const next = await rotateToken(developer, { id: made.id, grace });
  expect(next).toMatchObject({ name: "app", accountId: account.id, expiresAt: null, revokedAt: null });
  expect(next.token).not.toBe(made.token);
  const old = (await listTokens(developer, { id: account.id })).find((each) => each.id === made.id);
  expect([old?.replacedBy, next.replacedBy]).toEqual([next.id, null]);
  if (hours === 0) expect(old?.revokedAt).toBeInstanceOf(Date);
  else {
    expect(old?.revokedAt).toBeNull();
    expect(Math.abs(old!.expiresAt!.getTime() - Date.now() - hours * 3_600_000)).toBeLessThan(60_000);
  }
});

test("a grace period never extends a token's life", async () => {
  const { account, developer } = await makeCustomer();
  const expiresAt = new Date(Date.now() + 60_000);
  const { id } = await createToken(developer, { accountId: account.id, name: "short", expiresAt });
  await rotateToken(developer, { id, grace: "24h" });
  const old = (await listTokens(developer, { id: account.id })).find((each) => each.id === id);
  expect(old?.expiresAt).toEqual(expiresAt);
});

test("a token is revealed to its developer after the password, and every time is audited", async () => {
  const { made, developer } = await withToken();
  const { id } = made;
  await expect(revealToken(developer, { id, password: "guess" })).rejects.toMatchObject({
    code: "password_wrong",
  });
  const looks = () =>
    gateway.sql`select 1 from audit_entries where action = 'token.reveal' and subject_id = ${id}`;
  expect(await looks()).toHaveLength(0);
  expect(await revealToken(developer, { id, password: PASSWORD })).toEqual({ id, token: made.token });
  expect(await looks()).toHaveLength(1);
  await expect(revealToken(operator, { id, password: PASSWORD })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await revokeToken(developer, { id });
  await expect(revealToken(developer, { id, password: PASSWORD })).rejects.toMatchObject({
    code: "token_already_revoked",
  });
});

test("another account's token is not found", async () => {
  const [{ made, account }, other] = [await withToken(), await makeCustomer()];
  const [gone, { id }] = [{ code: "token_not_found" }, made];
  await expect(revokeToken(other.developer, { id })).rejects.toMatchObject(gone);
  await expect(rotateToken(other.developer, { id, grace: "none" })).rejects.toMatchObject(gone);
  await expect(revealToken(other.developer, { id, password: PASSWORD })).rejects.toMatchObject(gone);
  const notAllowed = { code: "not_allowed" };
  await expect(listTokens(other.developer, { id: account.id })).rejects.toMatchObject(notAllowed);
  await expect(createToken(other.developer, { accountId: account.id, name: "mine" })).rejects.toMatchObject(
    notAllowed,
  );
  expect(await listTokens(operator, { id: account.id })).toMatchObject([
    { id, revokedAt: null, expiresAt: null },
  ]);
});

test("an expiry in the past is refused", async () => {
  const { account, developer } = await makeCustomer();
  const making = createToken(developer, { accountId: account.id, name: "old", expiresAt: new Date(0) });
  await expect(making).rejects.toMatchObject({ fields: { expiresAt: ["expiry"] } });
});

describe("a token's scope", () => {
  const entries = async (id: number) =>
    gateway.sql`select action, before, after from audit_entries
      where action like 'token.%' and subject_id = ${String(id)} order by id`;

  test("is unrestricted unless given, kept by a rotation, and its changes are audited", async () => {
    const { made, developer, template } = await withToken();
    expect(made).toMatchObject({ access: "full", templateIds: null });
    const changed = await changeTokenScope(developer, {
      id: made.id,
      access: "send",
      templateIds: [template.id, String(template.id)],
    });
    expect(changed).toMatchObject({ access: "send", templateIds: [template.id] });
    // Again the same changes nothing, nor does what is not given.
    await changeTokenScope(developer, { id: made.id, access: "send", templateIds: [template.id] });
    expect(await changeTokenScope(developer, { id: made.id })).toMatchObject({
      access: "send",
      templateIds: [template.id],
    });
    const next = await rotateToken(developer, { id: made.id, grace: "1h" });
    expect(next).toMatchObject({ access: "send", templateIds: [template.id] });
    expect(
      await changeTokenScope(developer, { id: next.id, access: "read", templateIds: [template.id] }),
    ).toMatchObject({
      access: "read",
      templateIds: null,
    });
    expect((await entries(made.id))[1]).toMatchObject({
      action: "token.scope",
      before: { access: "full", templates: null },
      after: { access: "send", templates: String(template.id) },
    });
    expect((await entries(made.id)).map(({ action }) => action)).toEqual([
      "token.create",
      "token.scope",
      "token.rotate",
    ]);
  });

  test("accepts only the account's own templates that can still send", async () => {
    const { made, developer, template, account } = await withToken();
    const other = await makeCustomer();
    const scope = { id: made.id, access: "full" };
    for (const id of [other.template.id, 2_000_000_000]) {
      const refusal = { code: "template_not_found", values: { id } };
      await expect(
        changeTokenScope(developer, { ...scope, templateIds: [template.id, id] }),
      ).rejects.toMatchObject(refusal);
      await expect(
        createToken(developer, { accountId: account.id, name: "x", templateIds: [id] }),
      ).rejects.toMatchObject(refusal);
    }
    await archiveTemplate(developer, { id: template.id });
    await expect(changeTokenScope(developer, { ...scope, templateIds: [template.id] })).rejects.toMatchObject(
      {
        code: "template_not_found",
      },
    );
    await expect(changeTokenScope(other.developer, { ...scope, templateIds: null })).rejects.toMatchObject({
      code: "token_not_found",
    });
    await revokeToken(developer, { id: made.id });
    await expect(changeTokenScope(developer, { ...scope, access: "read" })).rejects.toMatchObject({
      code: "token_already_revoked",
    });
  });
});
