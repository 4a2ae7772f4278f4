import { Command, CommanderError } from "commander";

/** The verbs of a noun are loaded only when it is named, so that a command does not wait for code it does not use. */
const nouns: Record<string, { about: string; load: () => Promise<{ define(command: Command): void }> }> = {
  account: { about: "customers", load: () => import("./gate/nouns/account.ts") },
  user: { about: "people who sign in", load: () => import("./gate/nouns/user.ts") },
  plan: { about: "what is sold", load: () => import("./gate/nouns/plan.ts") },
  subscription: { about: "credits of an account", load: () => import("./gate/nouns/subscription.ts") },
  template: { about: "message texts and their approval", load: () => import("./gate/nouns/template.ts") },
  token: { about: "API tokens of an account", load: () => import("./gate/nouns/token.ts") },
  whitelist: { about: "addresses that may use the API", load: () => import("./gate/nouns/whitelist.ts") },
  provider: { about: "who delivers, in order", load: () => import("./gate/nouns/provider.ts") },
  operator: { about: "mobile operators and their prefixes", load: () => import("./gate/nouns/operator.ts") },
  route: { about: "who delivers to which numbers", load: () => import("./gate/nouns/route.ts") },
  sender: { about: "whom phones show as the author", load: () => import("./gate/nouns/sender.ts") },
  approval: { about: "what operators say of the texts", load: () => import("./gate/nouns/approval.ts") },
  smtp: { about: "how mails are sent", load: () => import("./gate/nouns/smtp.ts") },
  message: { about: "the send log", load: () => import("./gate/nouns/message.ts") },
  request: { about: "the log of API requests", load: () => import("./gate/nouns/request.ts") },
  inbox: { about: "what the running server's sandbox received", load: () => import("./gate/nouns/inbox.ts") },
  database: { about: "the database's address", load: () => import("./gate/nouns/database.ts") },
  backup: { about: "write everything into one file", load: () => import("./gate/nouns/backup.ts") },
  restore: { about: "put everything back from a backup", load: () => import("./gate/nouns/restore.ts") },
  "after-failover": {
    about: "make a database that lost its latest commits safe to go on with",
    load: () => import("./gate/nouns/after-failover.ts"),
  },
  doctor: { about: "check that everything agrees", load: () => import("./gate/nouns/doctor.ts") },
};

const LOST = 1;
const USAGE = 2;
const words = process.argv.slice(2);

/** What became of each part of the help, which commander writes itself. */
const help: Promise<NodeJS.ErrnoException | null | undefined>[] = [];

const program = new Command("gate")
  .description("The command line of Aman Gate. Every verb takes --json.")
  .exitOverride()
  .configureOutput({
    writeOut: (text) => void help.push(new Promise((resolve) => process.stdout.write(text, resolve))),
  })
  .showHelpAfterError("(--help tells more)");
for (const [name, { about, load }] of Object.entries(nouns)) {
  const command = program.command(name).description(about);
  // Also for `help`.
  if (words.slice(0, 2).includes(name)) (await load()).define(command);
}

// The reader of the output may exit before everything is written, as in `gate … | head`.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
try {
  await program.parseAsync(words, { from: "user" });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE;
}
// As with a verb's answer: a reader may stop reading early, and anything else must not look like success.
const lost = (await Promise.all(help)).find((error) => error && error.code !== "EPIPE");
if (lost) {
  process.stderr.write(`The help could not be written: ${lost.message}\n`);
  process.exitCode = LOST;
}
