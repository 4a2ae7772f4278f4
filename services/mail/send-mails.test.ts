import { expect, test } from "vitest";
import { operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { database } from "#runtime/database/pools.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { chooseNotices, listNotices, readAllNotices } from "#services/notices/notices.ts";
import { notify } from "#services/notices/write.ts";
import { chooseLanguage } from "#services/users/profile.ts";
import { inviteUser, linkForReset, renewInvitation, withdrawInvitation } from "#services/users/user-links.ts";
import { resetPassword } from "#services/users/users.ts";
import { sendMails } from "./send-mails.ts";
import { removeSmtp, smtpSettings } from "./smtp.ts";
import {
  admin,
  customer,
  down,
  due,
  gateway,
  later,
  low,
  readMail,
  server,
  set,
  waiting,
} from "./test-mails.ts";
import { startSmtpServer } from "./test-smtp-server.ts";

test("without mail settings nothing is sent, and nothing is lost", async () => {
  await down("syriatel");
  expect(await sendMails()).toBe(0);
  expect(await waiting()).toEqual([]);
  expect((await listNotices(admin, { size: 9, unread: true })).rows).toHaveLength(1);
  expect(await inviteUser(operator, { email: "nobody@example.com", role: "admin" })).toMatchObject({
    mailed: false,
  });
});

test("a notice is mailed once, in the reader's language and direction, with the operator's name", async () => {
  await changeSettings(operator, { group: "brand", value: { english: "Sham Gate", arabic: "بوابة الشام" } });
  await chooseLanguage(admin, "ar");
  await set();
  await down('<b>syriatel</b> & "co"');
  expect(await sendMails()).toBe(1);
  expect(await sendMails()).toBe(0);
  const [mail] = server.received;
  expect(mail).toMatchObject({ from: "gateway@example.com", to: ["admin@example.com"] });
  const { header, text, html } = readMail(mail!.data);
  expect(header("from")).toEqual(["بوابة الشام <gateway@example.com>"]);
  expect(header("subject")[0]).toContain("متوقف");
  expect(html).toContain('<html lang="ar" dir="rtl">');
  expect(html).toContain("&lt;b&gt;syriatel&lt;/b&gt; &amp; &quot;co&quot;");
  expect(html).not.toContain("<b>syriatel");
  const [notice] = (await listNotices(admin, { size: 1 })).rows;
  expect(text).toContain(`https://otp.example.com/notice/${notice!.id}`);
  expect(await waiting()).toEqual([]);
});

test("of a kind one mail an hour; what comes meanwhile is gathered, another kind is not held up", async () => {
  await set();
  await down("a");
  await sendMails();
  await down("b");
  await down("c");
  expect(await sendMails()).toBe(0);
  await low();
  expect(await sendMails()).toBe(1);
  await later(61);
  expect(await sendMails()).toBe(1);
  const subjects = server.received.map(({ data }) => readMail(data).header("subject")[0]);
  expect(subjects[2]).toBe("2 notices");
  const { text } = readMail(server.received[2]!.data);
  expect(text).toMatch(/⁨c⁩[\s\S]*⁨b⁩/);
  expect(text).not.toContain("⁨a⁩");
});

test("what was read, or is not wanted, is not mailed; what is wanted beyond the default is", async () => {
  await set();
  await down("a");
  const [notice] = (await listNotices(admin, { size: 1 })).rows;
  await readAllNotices(admin, { id: notice!.id });
  expect(await sendMails()).toBe(0);
  await chooseNotices(admin, { kinds: ["credit_low"] });
  await down("b");
  await low();
  expect(await sendMails()).toBe(1);
  expect(readMail(server.received[0]!.data).text).toContain("Acme");
  const details = { tokenId: 1, token: "T", since: new Date().toISOString() };
  const idle = () =>
    notify(database(), { kind: "token_unused", details }, { accountId: customer.account.id });
  await idle();
  expect(await sendMails()).toBe(0);
  await chooseNotices(customer.developer, { kinds: ["token_unused"] });
  expect(await sendMails()).toBe(1);
  expect(server.received[1]!.to).toEqual([customer.developer.name]);
  await later(61);
  await idle();
  await gateway.sql`update accounts set status = 'suspended' where id = ${customer.account.id}`;
  expect(await sendMails()).toBe(0);
  await gateway.sql`update accounts set status = 'active' where id = ${customer.account.id}`;
});

test("several processes send each mail once", async () => {
  await set();
  await down("a");
  const sent = await Promise.all(Array.from({ length: 5 }, () => sendMails()));
  expect(sent.reduce((sum, count) => sum + count)).toBe(1);
  expect(server.received).toHaveLength(1);
});

test("an invitation is sent with its link, and the outbox holds no secret in plain text", async () => {
  await set();
  const invited = await inviteUser(admin, {
    email: "new@example.com",
    role: "developer",
    accountId: customer.account.id,
  });
  expect(invited.mailed).toBe(true);
  const secret = invited.path.split("/").at(-1)!;
  expect(JSON.stringify(await waiting())).not.toContain(secret);
  const [row] = await waiting();
  expect(Buffer.from(row!.sealed).includes(secret)).toBe(false);
  expect(await sendMails()).toBe(1);
  const { text, html } = readMail(server.received[0]!.data);
  expect(text).toContain(`https://otp.example.com${invited.path}`);
  expect(text).toContain("Acme");
  expect(html).toContain(invited.path);
  expect(await waiting()).toEqual([]);
  const reset = await linkForReset(admin, { email: customer.developer.name });
  expect(await sendMails()).toBe(1);
  expect(readMail(server.received[1]!.data).text).toContain(reset.path);
});

test("of several links for one user only the one that works is sent, and none that a new password has ended", async () => {
  await set();
  await inviteUser(admin, { email: "again@example.com", role: "admin" });
  const { path } = await renewInvitation(admin, { email: "again@example.com" });
  expect(await waiting()).toHaveLength(2);
  expect(await sendMails()).toBe(1);
  expect(readMail(server.received[0]!.data).text).toContain(path);
  await linkForReset(admin, { email: customer.developer.name });
  await resetPassword(operator, { email: customer.developer.name, password: PASSWORD });
  expect(await sendMails()).toBe(0);
  expect(await waiting()).toEqual([]);
});

test("an invitation that is withdrawn, or has expired, is not sent", async () => {
  await set();
  await inviteUser(admin, { email: "gone@example.com", role: "admin" });
  await withdrawInvitation(admin, { email: "gone@example.com" });
  expect(await waiting()).toEqual([]);
  const { userId } = await inviteUser(admin, { email: "gone2@example.com", role: "admin" });
  await gateway.sql`update users set removed_at = now() where id = ${userId}`;
  expect(await sendMails()).toBe(0);
  expect(await waiting()).toEqual([]);
});

test.each([
  ["defers_recipient", "450 4.2.0 Greylisted, try again later"],
  ["drops_in_data", ""],
  ["drops_after_data", ""],
] as const)(
  "a server that %s is tried again, later and later, until it takes the mail",
  async (how, answer) => {
    await set();
    await down("a");
    server.misbehave(how);
    expect(await sendMails()).toBe(0);
    const [row] = await waiting();
    expect(row).toMatchObject({ attempts: 1, given_up_at: null });
    expect(row!.problem).toContain(answer);
    expect(row!.problem).not.toBe("");
    // Not before its time.
    expect(await sendMails()).toBe(0);
    expect((await waiting())[0]!.attempts).toBe(1);
    server.misbehave(null);
    await due();
    expect(await sendMails()).toBe(1);
    expect(await waiting()).toEqual([]);
    const ids = server.received.map(({ data }) => readMail(data).header("message-id")[0]);
    expect(new Set(ids).size).toBe(1);
  },
);

test.each([
  ["refuses_recipient", "550 5.1.1 No such user here"],
  ["refuses_content", "554 5.7.1 Looks like spam"],
] as const)("what a server refuses for good (%s) is given up at once, and shown", async (how, answer) => {
  await set();
  await inviteUser(admin, { email: `${how}@example.com`, role: "admin" });
  await down("a");
  server.misbehave(how);
  expect(await sendMails()).toBe(0);
  const rows = await waiting();
  expect(rows.map((row) => [row.problem, row.sealed, row.given_up_at !== null])).toEqual([
    [answer, null, true],
    [answer, null, true],
  ]);
  expect((await smtpSettings(operator)).outbox).toEqual({ waiting: 0, givenUp: 2, problem: answer });
  await gateway.sql`update mails set given_up_at = now() - interval '8 days'`;
  await sendMails();
  expect(await waiting()).toEqual([]);
});

test("where nobody answers, or nobody may sign in, one mail is tried and the others wait; after a day they are given up", async () => {
  await server.close();
  await set();
  for (const email of ["x1@example.com", "x2@example.com"]) await inviteUser(admin, { email, role: "admin" });
  expect(await sendMails()).toBe(0);
  expect((await waiting()).map((row) => row.attempts)).toEqual([1, 0]);
  expect((await waiting())[0]!.problem).toMatch(/ECONNREFUSED/);
  await gateway.sql`update mails set created_at = now() - interval '25 hours', due_at = now()`;
  await sendMails();
  expect((await waiting()).filter((row) => row.given_up_at)).toHaveLength(1);
});

test("a sender whom the server does not take is the settings' fault: the mails wait for others", async () => {
  const strict = await startSmtpServer({ login: { user: "mailer", password: "s3cret" } });
  await set({ port: strict.port });
  for (const email of ["z1@example.com", "z2@example.com"]) await inviteUser(admin, { email, role: "admin" });
  expect(await sendMails()).toBe(0);
  expect((await waiting()).map((row) => [row.attempts, row.problem, row.given_up_at])).toEqual([
    [1, "530 5.7.0 Authentication required", null],
    [0, null, null],
  ]);
  await set({ port: strict.port, user: "mailer", password: "s3cret" });
  expect(await sendMails()).toBe(2);
  await strict.close();
});

test("new settings have what waits tried at once; without any it is dropped", async () => {
  await set({ port: 1 });
  await inviteUser(admin, { email: "y1@example.com", role: "admin" });
  await sendMails();
  await set();
  expect(await sendMails()).toBe(1);
  await set({ port: 1 });
  await inviteUser(admin, { email: "y2@example.com", role: "admin" });
  await removeSmtp(operator);
  expect(await waiting()).toEqual([]);
});

test("no name gets a header or an address of its own, whatever is in it", async () => {
  const evil = "X\r\nBcc: victim@example.com\r\n\r\nbody";
  await expect(set({ fromName: evil })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(set({ from: "a@example.com\r\nBcc: v@example.com" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(set({ from: "a@example.com, v@example.com" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await set();
  // As if they had got past every check.
  await gateway.sql`
    update settings set value = jsonb_set(value, '{fromName}', ${gateway.sql.json(`"Eve" <eve@example.com>, ${"x"}`)})
    where name = 'smtp'`;
  await down(evil);
  expect(await sendMails()).toBe(1);
  const [mail] = server.received;
  expect(mail!.to).toEqual(["admin@example.com"]);
  const { header } = readMail(mail!.data);
  expect(header("bcc")).toEqual([]);
  expect(header("to")).toEqual(["admin@example.com"]);
  expect(header("from")[0]).toMatch(/<gateway@example\.com>$/);
  expect(header("subject")).toHaveLength(1);
});
