import { randomUUID } from "node:crypto";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { addressesUnder, callAction, serverActions } from "#e2e/ui/support/server-actions.ts";
import { expect, PASSWORD, test } from "#e2e/ui/support/signed-in.ts";

/** Words of another account that nobody else may read. */
interface Victim extends TestAccount {
  messageId: number;
  marks: string[];
}

const CODE = "99331155274";
const NUMBER = "963944123457";

async function makeVictim(gateway: Gateway): Promise<Victim> {
  const secretWord = `word${randomUUID().slice(0, 8)}`;
  const account = await makeAccount(gateway, {
    english: `${secretWord} {code}`,
    arabic: `${secretWord} {code}`,
  });
  const sent = await send(gateway, account, { code: CODE, gsm: NUMBER });
  expect(sent.status).toBe(201);
  const hint = `${account.token.slice(0, 7)}…${account.token.slice(-4)}`;
  return {
    ...account,
    messageId: sent.json.id,
    marks: [account.name, account.token, hint, secretWord, CODE, NUMBER],
  };
}

/** Everything that is the account's, but for what time itself changes. */
async function possessions(gateway: Gateway, { id }: TestAccount): Promise<unknown> {
  const sql = await gateway.sql();
  return [
    await sql`select * from accounts where id = ${id}`,
    await sql`select id, name, revoked_at, expires_at from api_tokens where account_id = ${id} order by id`,
    await sql`select * from templates where account_id = ${id} order by id`,
    await sql`select v.* from template_versions v join templates t on t.id = v.template_id
      where t.account_id = ${id} order by v.id`,
    await sql`select * from whitelist_entries where account_id = ${id} order by id`,
    await sql`select * from subscriptions where account_id = ${id} order by id`,
    await sql`select count(*) from messages where account_id = ${id}`,
    await sql`select id, email, session_version from users where account_id = ${id} order by id`,
    await sql`select count(*) from audit_entries where account_id = ${id}`,
  ];
}

/** Arguments in which nothing is wrong but whose they are. */
const valid: Record<string, (victim: Victim) => unknown[]> = {
  revokeToken: ({ tokenId }) => [tokenId],
  revealToken: ({ tokenId }) => [tokenId, PASSWORD],
  rotateToken: ({ tokenId }) => [tokenId, "none", "never"],
  createToken: ({ id }) => [{ name: "Mine", accountId: id }, "never"],
  removeRange: ({ whitelistIds }) => [whitelistIds[0]],
  saveTemplateAction: ({ templateId, id }) => [
    templateId,
    { name: "Mine", english: "Mine {code}", arabic: "", submit: true, accountId: id, id: templateId },
  ],
  withdrawTemplateAction: ({ templateId }) => [templateId],
  archiveTemplateAction: ({ templateId }) => [templateId],
  tryApi: ({ templateId }) => [
    {
      body: JSON.stringify({ gsm: "963911000000", template_id: templateId, code: "123456" }),
      key: `try-${randomUUID().replaceAll("-", "")}`,
    },
  ],
};

/** Takes no id of anything: with an account's slipped in it works, on one's own account. */
const slipped: Record<string, (victim: Victim) => unknown[]> = {
  createTemplateAction: ({ id }) => [
    { name: "Mine", english: "Mine {code}", arabic: "", submit: false, accountId: id },
  ],
};

/** What a new action might take for an id, whichever it means. */
const guesses = (victim: Victim): unknown[][] =>
  [victim.templateId, victim.tokenId, victim.whitelistIds[0], victim.id, victim.messageId].flatMap((id) => [
    [id, PASSWORD, "never"],
    [{ id, accountId: victim.id, account: victim.id }],
    [String(id)],
  ]);

test("no server action lets a developer read or change another account's data", async ({
  gateway,
  account,
  developer: { context, email },
}) => {
  test.setTimeout(360_000);
  const victim = await makeVictim(gateway);
  const before = await possessions(gateway, victim);
  const actions = serverActions().filter(({ pages }) => pages.some((page) => isDeveloperPage(page)));
  // As many as there were when this was written, at least: the manifest is read right.
  expect(actions.length).toBeGreaterThan(15);
  for (const name of [...Object.keys(valid), ...Object.keys(slipped)]) {
    expect(
      actions.map((action) => action.name.split("#")[1]),
      name,
    ).toContain(name);
  }
  for (const { id, name, pages } of actions) {
    const verb = name.split("#")[1]!;
    const page = pages.find((each) => isDeveloperPage(each))!.replace(/\[\w+\]/, String(account.templateId));
    const tries = valid[verb]
      ? [valid[verb](victim)]
      : slipped[verb]
        ? [slipped[verb](victim)]
        : guesses(victim);
    for (const args of tries) {
      const { text, status } = await callAction(context, gateway.url, { id, page }, args);
      // It was the action that answered, or its arguments broke it; not a page that does not know it.
      expect([200, 303, 500], `${name} ${JSON.stringify(args)}`).toContain(status);
      for (const mark of victim.marks) expect(text, `${name} ${JSON.stringify(args)}`).not.toContain(mark);
      if (valid[verb]) {
        expect(text, name).toMatch(
          verb === "tryApi" ? /"status":400/ : /"ok":false,"code":"(\w+_not_found|invalid_input)"/,
        );
      }
    }
    expect(await possessions(gateway, victim), name).toEqual(before);
  }
  // What was tried on oneself by the way: the user is still there and still a developer of the same account.
  const sql = await gateway.sql();
  const [user] = await sql`select account_id, role from users where email = ${email}`;
  expect(user).toEqual({ account_id: account.id, role: "developer" });
});

test("no developer page or export shows another account's data", async ({
  gateway,
  account,
  developer: { context },
}) => {
  test.setTimeout(360_000);
  const victim = await makeVictim(gateway);
  const ids = [victim.templateId, victim.tokenId, victim.messageId, victim.id, ...victim.whitelistIds];
  const addresses = addressesUnder("(developer)");
  expect(addresses).toEqual(expect.arrayContaining(["/", "/templates/[id]", "/tokens"]));
  for (const address of addresses) {
    const paths = address.includes("[")
      ? ids.map((id) => address.replace(/\[+(\.\.\.)?\w+\]+/g, String(id)))
      : [address];
    for (const path of paths) {
      for (const query of ["", ...ids.map((id) => `?${everywhere(id)}`)]) {
        const answer = await context.request.get(`${gateway.url}${path}${query}`);
        const text = await answer.text();
        for (const mark of victim.marks) expect(text, `${path}${query}`).not.toContain(mark);
      }
    }
  }
  // One's own are there: the pages were asked as somebody signed in.
  const own = await context.request.get(`${gateway.url}/tokens`);
  expect(await own.text()).toContain(account.token.slice(0, 7));
});

const everywhere = (id: number) =>
  ["id", "open", "account", "accountId", "template", "token", "message", "after", "before"]
    .map((name) => `${name}=${id}`)
    .join("&");

function isDeveloperPage(page: string): boolean {
  return addressesUnder("(developer)").includes(page);
}
