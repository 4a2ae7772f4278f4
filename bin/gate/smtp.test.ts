import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fails, folder, gate, json } from "#bin/fixtures/command-line.ts";
import { startSmtpServer } from "#services/mail/test-smtp-server.ts";

test("mail settings: set, shown without the password, tried and removed", { timeout: 240_000 }, async () => {
  expect(await json("smtp", "show")).toMatchObject({ smtp: null });
  await fails(1, /No mail server is set/, "smtp", "test", "--to", "a@example.com");
  const server = await startSmtpServer({ login: { user: "mailer", password: "s3cret word" } });
  const file = join(folder, "password");
  writeFileSync(file, "s3cret word\n", { mode: 0o600 });
  const set = [
    ...["smtp", "set", "--host", "127.0.0.1", "--port", String(server.port), "--security", "none"],
    ...["--from", "gate@example.com", "--user", "mailer", "--url", "https://otp.example.com"],
  ];
  await fails(1, /password is required/, ...set);
  expect((await gate([...set, "--password-file", file])).stdout).toBe(
    `Mails are sent through 127.0.0.1:${server.port}.\n`,
  );
  const shown = await gate(["smtp", "show", "--json"]);
  expect(JSON.parse(shown.stdout)).toMatchObject({
    smtp: { host: "127.0.0.1", has_password: true },
    outbox: { waiting: 0, given_up: 0 },
  });
  expect(shown.stdout).not.toContain("s3cret");
  expect(await json("smtp", "test", "--to", "b@example.com")).toMatchObject({ outcome: "sent" });
  expect(server.received).toMatchObject([{ to: ["b@example.com"], user: "mailer" }]);
  server.misbehave("refuses_recipient");
  const refused = await gate(["smtp", "test", "--to", "b@example.com"]);
  expect([refused.code, refused.stdout]).toEqual([1, "refused: 550 5.1.1 No such user here\n"]);
  await gate(["smtp", "remove"]);
  expect(await json("smtp", "show")).toMatchObject({ smtp: null });
  await server.close();
});
