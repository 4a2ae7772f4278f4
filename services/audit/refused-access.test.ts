import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer } from "#bin/fixtures/gateway.ts";
import { noteRefusedAccess } from "./refused-access.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const entriesOf = (actorId: number) => gateway.sql<
  { account_id: number; after: { count: number; paths: string[] } }[]
>`
  select account_id, after from audit_entries where action = 'access.refused' and actor_id = ${actorId} order by id`;

test("a flood over many processes creates one entry per hour, which counts all requests and names a few", async () => {
  const { developer, account } = await makeCustomer();
  const paths = Array.from({ length: 60 }, (_, n) => `/admin/accounts/${n % 30}`);
  await Promise.all(paths.map((path) => noteRefusedAccess(developer, path)));
  const entries = await entriesOf(developer.id);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ account_id: account.id, after: { count: 60 } });
  expect(new Set(entries[0]!.after.paths).size).toBe(20);

  await gateway.sql`update audit_entries set at = now() - interval '61 minutes' where actor_id = ${developer.id}
    and action = 'access.refused'`;
  await noteRefusedAccess(developer, "/admin");
  expect((await entriesOf(developer.id)).map(({ after }) => after.count)).toEqual([60, 1]);
});

test("each user has a separate entry", async () => {
  const [one, other] = [await makeCustomer(), await makeCustomer()];
  await noteRefusedAccess(one.developer, "/admin");
  await noteRefusedAccess(other.developer, "/admin/users");
  expect((await entriesOf(one.developer.id)).map(({ after }) => after)).toEqual([
    { count: 1, paths: ["/admin"] },
  ]);
  expect((await entriesOf(other.developer.id))[0]?.account_id).toBe(other.account.id);
});
