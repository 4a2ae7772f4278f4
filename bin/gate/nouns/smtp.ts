import { type Command, Option } from "commander";
import { sheet } from "#bin/gate/answer.ts";
import { passwordFrom } from "#bin/gate/file.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { smtpSecurities } from "#core/mail/smtp.ts";
import { removeSmtp, setSmtp, smtpSettings } from "#services/mail/smtp.ts";
import { tryMail } from "#services/mail/try-mail.ts";

interface Set {
  host: string;
  port: string;
  security: string;
  from: string;
  fromName?: string;
  user?: string;
  passwordFile?: string;
  url?: string;
}

export function define(noun: Command): void {
  verb(noun, "show", "show the mail settings and how many mails are waiting").action(
    act(async () => {
      const { smtp, outbox } = await lookAtGateway(() => smtpSettings(operator()));
      const text = smtp
        ? sheet({
            server: `${smtp.host}:${smtp.port}, ${smtp.security}`,
            user: smtp.user,
            password: smtp.hasPassword ? "stored" : "none",
            from: smtp.fromName ? `${smtp.fromName} <${smtp.from}>` : smtp.from,
            dashboard: smtp.url,
            waiting: outbox.waiting,
            "given up": outbox.givenUp,
            "last problem": outbox.problem,
          })
        : "No mails are sent.";
      return { json: { smtp, outbox }, text };
    }),
  );
  verb(noun, "set", "set the mail server; check it with smtp test")
    .requiredOption("--host <host>", "the mail server")
    .option("--port <port>", "port", "587")
    .addOption(
      new Option("--security <security>", "how the connection is secured")
        .choices(smtpSecurities)
        .default("starttls"),
    )
    .requiredOption("--from <email>", "the sender's address")
    .option("--from-name <name>", "the sender's name (default: the product's)")
    .option("--user <user>", "user name at the mail server")
    .option(
      "--password-file <file>",
      "file with the password, - for stdin; without it the stored password is kept",
    )
    .option("--url <url>", "address of the dashboard for links in mails; not needed if PUBLIC_URL is set")
    .action(
      act(async ({ passwordFile, ...given }: Set) => {
        const password = passwordFile === undefined ? "" : await passwordFrom(passwordFile);
        const smtp = await withGateway(() => setSmtp(operator(), { value: { ...given, password } }));
        return { json: smtp, text: `Mails are sent through ${smtp.host}:${smtp.port}.` };
      }),
    );
  verb(noun, "test", "send a test mail and show the server's answer")
    .requiredOption("--to <email>", "recipient")
    .action(
      act(async ({ to }: { to: string }) => {
        const tried = await withGateway(() => tryMail(operator(), { to }));
        return { json: tried, text: `${tried.outcome}: ${tried.answer}`, ok: tried.outcome === "sent" };
      }),
    );
  verb(noun, "remove", "stop sending mails and drop those that are waiting").action(
    act(async () => {
      const removed = await withGateway(() => removeSmtp(operator()));
      return { json: removed, text: "Mails are not sent any more; those that were waiting are dropped." };
    }),
  );
}
