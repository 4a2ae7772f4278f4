import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { deliver } from "./deliver.ts";
import { sendMails } from "./send-mails.ts";
import { smtpSettings } from "./smtp.ts";
import { admin, customer, gateway, server, set, valuesFor } from "./test-mails.ts";
import { smtpCertificate, startSmtpServer, type TestSmtpServer } from "./test-smtp-server.ts";
import { tryMail } from "./try-mail.ts";

test("the password is sealed, never shown, and kept for its own server and user alone", async () => {
  await set({ user: "mailer", password: "correct horse" });
  const [row] = await gateway.sql`select value::text as text from settings where name = 'smtp'`;
  expect(row!.text).not.toContain("correct horse");
  expect(JSON.stringify(await smtpSettings(admin))).not.toMatch(/correct horse|sealed/);
  const [entry] =
    await gateway.sql`select before, after from audit_entries where subject_id = 'smtp' order by id desc`;
  expect(JSON.stringify(entry)).not.toMatch(/correct horse|sealed/);
  await set({ user: "mailer", fromName: "Gate" });
  for (const more of [
    { user: "mailer", host: "localhost" },
    { user: "mailer", port: 26 },
    { user: "mailer", security: "tls" },
    { user: "other" },
  ]) {
    const refused = { fields: { password: ["smtp_password_again"] } };
    await expect(set(more)).rejects.toMatchObject(refused);
    await expect(tryMail(admin, { value: valuesFor(server, more) })).rejects.toMatchObject(refused);
  }
  // Values of another server put into the row do not open it.
  await gateway.sql`update settings set value = jsonb_set(value, '{host}', '"evil.example.com"') where name = 'smtp'`;
  await expect(sendMails()).rejects.toThrow();
});

test("a test mail goes to the admin's own address, with values that are not stored, and says what the server said", async () => {
  const login = { user: "mailer", password: "s3cret" };
  const strict = await startSmtpServer({ login });
  const value = valuesFor(strict, login);
  expect(await tryMail(admin, { value, to: "victim@example.com" })).toEqual({
    outcome: "sent",
    answer: "250 2.0.0 Queued as 42",
    to: "admin@example.com",
  });
  expect(strict.received[0]).toMatchObject({ to: ["admin@example.com"], user: "mailer" });
  expect(await gateway.sql`select 1 from settings where name = 'smtp'`).toHaveLength(0);
  expect(await tryMail(admin, { value: { ...value, password: "wrong" } })).toMatchObject({
    outcome: "failed",
    answer: expect.stringContaining("535 5.7.8"),
  });
  strict.misbehave("refuses_recipient");
  expect(await tryMail(admin, { value })).toMatchObject({
    outcome: "refused",
    answer: "550 5.1.1 No such user here",
  });
  strict.misbehave("rambles");
  const { answer } = await tryMail(admin, { value });
  expect(answer.length).toBeLessThanOrEqual(300);
  expect(answer).not.toContain("\u202e");
  await strict.close();
  await expect(tryMail(operator, { value })).rejects.toMatchObject({ fields: { to: ["required"] } });
  await expect(tryMail(admin, {})).rejects.toMatchObject({ code: "smtp_not_set" });
  await expect(tryMail(customer.developer, { value })).rejects.toMatchObject({ code: "not_allowed" });
});

test("TLS from the start and by STARTTLS: a certificate that nobody vouches for is refused, and no mail goes without TLS", async () => {
  const login = { user: "mailer", password: "s3cret" };
  const [tls, starttls, plain] = await Promise.all([
    startSmtpServer({ tls: true, login }),
    startSmtpServer({ starttls: true, login }),
    startSmtpServer({ login }),
  ]);
  const attempt = (to: TestSmtpServer, security: string) =>
    tryMail(admin, { value: valuesFor(to, { ...login, security }) });
  expect(await attempt(tls, "tls")).toMatchObject({ outcome: "failed", answer: /self.signed/ });
  expect(await attempt(starttls, "starttls")).toMatchObject({ outcome: "failed" });
  expect(await attempt(plain, "starttls")).toMatchObject({ outcome: "failed" });
  expect(plain.lines.filter((line) => line.startsWith("AUTH"))).toEqual([]);
  const trusted = getCACertificates();
  setDefaultCACertificates([...trusted, smtpCertificate]);
  expect(await attempt(tls, "tls")).toMatchObject({ outcome: "sent" });
  expect(await attempt(starttls, "starttls")).toMatchObject({ outcome: "sent" });
  expect([tls.received[0]!.secure, starttls.received[0]!.secure]).toEqual([true, true]);
  setDefaultCACertificates(trusted);
  await Promise.all([tls, starttls, plain].map((each) => each.close()));
});

test.each([
  ["host", ""],
  ["host", "smtp.example.com/path"],
  ["host", "a b"],
  ["host", "\0"],
  ["port", 0],
  ["port", 65_536],
  ["port", "x"],
  ["security", "ssl"],
  ["from", "nobody"],
  ["url", "javascript:alert(1)"],
  ["url", "https://otp.example.com/path"],
  ["url", "https://user:pass@otp.example.com"],
  ["url", ""],
  ["user", "x".repeat(201)],
  ["password", "x".repeat(501)],
] as const)("%s is not %j", async (field, value) => {
  await expect(set({ [field]: value })).rejects.toMatchObject({
    code: "invalid_input",
    fields: { [field]: expect.anything() },
  });
});

test.each(["greets_never", "silent_after_data", "drips_after_data"] as const)(
  "a server that %s is not waited for",
  async (how) => {
    server.misbehave(how);
    const connection = {
      ...valuesFor(server),
      security: "none",
      user: "",
      password: "",
      fromName: "",
    } as const;
    const mail = {
      to: "a@example.com",
      fromName: "Gate",
      subject: "S",
      text: "T",
      html: "<p>T</p>",
      messageId: "<1@x>",
    };
    const limits = { greetingMs: 100, silenceMs: how === "drips_after_data" ? 60_000 : 200, totalMs: 2_000 };
    expect(await deliver(connection, mail, limits)).toMatchObject({
      outcome: "failed",
      answer: expect.stringMatching(/timeout|never received|too long/i),
      again: true,
    });
  },
);
