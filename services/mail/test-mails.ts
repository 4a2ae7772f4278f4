import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import { database } from "#runtime/database/pools.ts";
import { notify } from "#services/notices/write.ts";
import { createUser } from "#services/users/users.ts";
import { setSmtp } from "./smtp.ts";
import { startSmtpServer, type TestSmtpServer } from "./test-smtp-server.ts";

/** The set-up of the tests of mail, for every file that imports it: a gateway, and a mail server for each test. */
export let gateway: Awaited<ReturnType<typeof freshGateway>>;
export let admin: UserActor;
export let customer: Customer;
export let server: TestSmtpServer;

export const valuesFor = ({ port }: { port: number }, more: object = {}) => ({
  host: "127.0.0.1",
  port,
  security: "none",
  from: "gateway@example.com",
  url: "https://otp.example.com",
  ...more,
});
export const set = (more: object = {}) => setSmtp(operator, { value: valuesFor(server, more) });

beforeAll(async () => {
  gateway = await freshGateway();
  const user = await createUser(operator, { email: "admin@example.com", role: "admin", password: PASSWORD });
  admin = userActor(user, null);
  customer = await makeCustomer("Acme");
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  await gateway.sql`delete from mails`;
  await gateway.sql`delete from notices`;
  await gateway.sql`delete from notice_choices`;
  await gateway.sql`delete from settings where name in ('smtp', 'brand')`;
  await gateway.sql`update users set language = null`;
  server = await startSmtpServer();
});
afterEach(() => server.close());

export const down = (provider: string) =>
  notify(database(), { kind: "carrier_down", details: { provider, detail: null } }, "admins");
export const low = () =>
  notify(
    database(),
    {
      kind: "credit_low",
      details: { accountId: customer.account.id, account: "Acme", remaining: 5, quota: 100 },
    },
    "admins",
  );
export const later = (minutes: number) => gateway.sql`
  update notices set mailed_at = mailed_at - ${minutes} * interval '1 minute'`;
export const due = () => gateway.sql`update mails set due_at = now()`;
export const waiting = () => gateway.sql`select * from mails order by id`;

/** A header, and the parts decoded. */
export function readMail(data: string) {
  const headers = data.slice(0, data.indexOf("\r\n\r\n")).replaceAll(/\r\n[ \t]+/g, " ");
  const header = (name: string) =>
    headers
      .split("\r\n")
      .filter((line) => line.toLowerCase().startsWith(`${name}: `))
      .map((line) => decodeWords(line.slice(name.length + 2)));
  const parts = data.split(/\r\n--[^\r\n]+/).map((part) => {
    const [head = "", ...body] = part.split("\r\n\r\n");
    const text = body.join("\r\n\r\n");
    if (/encoding: base64/i.test(head)) return Buffer.from(text, "base64").toString();
    return /quoted-printable/i.test(head) ? decodeQuoted(text) : text;
  });
  return {
    header,
    text: parts.find((part) => part && !part.includes("<html"))!,
    html: parts.find((part) => part.includes("<html"))!,
  };
}
const decodeQuoted = (text: string) =>
  Buffer.from(
    text
      .replaceAll("=\r\n", "")
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();
const decodeWords = (text: string) =>
  text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?(b|q)\?([^?]*)\?=/gi, (_, kind: string, body: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(body, "base64").toString()
        : decodeQuoted(body.replaceAll("_", " ")),
    );
