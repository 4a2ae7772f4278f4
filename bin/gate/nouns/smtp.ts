import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { sheet } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { Refused } from "#core/input/refusal.ts";
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
  verb(noun, "show", "how mails are sent, and what waits to be sent").action(
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
  verb(noun, "set", "send mails through this server; try it with smtp test")
    .requiredOption("--host <host>", "the mail server")
    .option("--port <port>", "its port", "587")
    .addOption(new Option("--security <security>", "").choices(smtpSecurities).default("starttls"))
    .requiredOption("--from <email>", "the sender's address")
    .option("--from-name <name>", "the sender's name; else the product's")
    .option("--user <user>", "whom the server knows the gateway as")
    .option("--password-file <file>", "the password; - reads it from stdin; else the stored one is kept")
    .option("--url <url>", "how people reach the dashboard, for links; not needed with PUBLIC_URL")
    .action(
      act(async ({ passwordFile, ...given }: Set) => {
        const password = passwordFile === undefined ? "" : await passwordFrom(passwordFile);
        const smtp = await withGateway(() => setSmtp(operator(), { value: { ...given, password } }));
        return { json: smtp, text: `Mails are sent through ${smtp.host}:${smtp.port}.` };
      }),
    );
  verb(noun, "test", "send a mail at once, and show what the server said")
    .requiredOption("--to <email>", "who gets it")
    .action(
      act(async ({ to }: { to: string }) => {
        const tried = await withGateway(() => tryMail(operator(), { to }));
        return { json: tried, text: `${tried.outcome}: ${tried.answer}`, ok: tried.outcome === "sent" };
      }),
    );
  verb(noun, "remove", "send no mails any more, and drop those that wait").action(
    act(async () => {
      const removed = await withGateway(() => removeSmtp(operator()));
      return { json: removed, text: "No mails are sent any more." };
    }),
  );
}

async function passwordFrom(file: string): Promise<string> {
  try {
    return (await readFile(file === "-" ? "/dev/stdin" : file, "utf8")).replace(/\r?\n$/, "");
  } catch (error) {
    throw new Refused("file_unreadable", { file, problem: (error as Error).message });
  }
}
