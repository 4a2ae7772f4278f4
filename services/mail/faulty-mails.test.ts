import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { sendMails } from "./send-mails.ts";
import { smtpSettings } from "./smtp.ts";
import { admin, down, gateway, server, set, waiting } from "./test-mails.ts";

test("a mail that cannot be made is given up, and holds up no other", async () => {
  await set();
  // Sealed with another key.
  await gateway.sql`
    insert into mails (user_id, kind, sealed, language, due_at)
    values (${admin.id}, 'password_reset', ${Buffer.alloc(60)}, 'en', now() - interval '1 hour')`;
  await down("syriatel");
  expect(await sendMails()).toBe(1);
  expect(server.received).toHaveLength(1);
  expect(await waiting()).toMatchObject([
    { kind: "password_reset", given_up_at: expect.anything(), sealed: null },
  ]);
  const { outbox } = await smtpSettings(operator);
  expect(outbox).toMatchObject({ waiting: 0, givenUp: 1, problem: "The mail could not be made." });
});
