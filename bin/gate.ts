import { Command, CommanderError } from "commander";
import product from "../package.json" with { type: "json" };
import { commandAt, helpOf } from "./gate/help.ts";

/** The verbs of a noun are loaded only when it is named, so that a command does not wait for code it does not use. */
const nouns: Record<string, { about: string; load: () => Promise<{ define(command: Command): void }> }> = {
  account: { about: "manage customer accounts", load: () => import("./gate/nouns/account.ts") },
  user: { about: "manage the users of the dashboards", load: () => import("./gate/nouns/user.ts") },
  plan: {
    about: "manage the plans that subscriptions are granted from",
    load: () => import("./gate/nouns/plan.ts"),
  },
  subscription: {
    about: "grant, change and list an account's subscriptions",
    load: () => import("./gate/nouns/subscription.ts"),
  },
  template: {
    about: "create, review and list message templates",
    load: () => import("./gate/nouns/template.ts"),
  },
  token: { about: "manage an account's API tokens", load: () => import("./gate/nouns/token.ts") },
  whitelist: {
    about: "manage the addresses from which an account may use the API",
    load: () => import("./gate/nouns/whitelist.ts"),
  },
  provider: {
    about: "manage the providers (carriers) that deliver messages",
    load: () => import("./gate/nouns/provider.ts"),
  },
  operator: {
    about: "manage the names of mobile operators and their prefixes",
    load: () => import("./gate/nouns/operator.ts"),
  },
  route: {
    about: "manage which providers deliver to which numbers",
    load: () => import("./gate/nouns/route.ts"),
  },
  sender: { about: "manage sender IDs", load: () => import("./gate/nouns/sender.ts") },
  approval: {
    about: "record which texts mobile operators have accepted",
    load: () => import("./gate/nouns/approval.ts"),
  },
  smtp: { about: "configure the mail server", load: () => import("./gate/nouns/smtp.ts") },
  message: { about: "show messages of the send log", load: () => import("./gate/nouns/message.ts") },
  request: { about: "show requests of the request log", load: () => import("./gate/nouns/request.ts") },
  inbox: {
    about: "show what the running server's sandbox received",
    load: () => import("./gate/nouns/inbox.ts"),
  },
  database: {
    about: "print the database's connection string",
    load: () => import("./gate/nouns/database.ts"),
  },
  backup: { about: "back up the whole database to a file", load: () => import("./gate/nouns/backup.ts") },
  restore: {
    about: "replace the whole database with a backup",
    load: () => import("./gate/nouns/restore.ts"),
  },
  "after-failover": {
    about: "make a database safe to use after a failover that lost its latest commits",
    load: () => import("./gate/nouns/after-failover.ts"),
  },
  doctor: { about: "check that all data is consistent", load: () => import("./gate/nouns/doctor.ts") },
};

const LOST = 1;
const USAGE = 2;
const words = process.argv.slice(2);

/** What became of each part of the help, which commander writes itself. */
const help: Promise<NodeJS.ErrnoException | null | undefined>[] = [];

const program = new Command("gate")
  .description("The command line of Aman Gate. Every verb takes --json.")
  .version(`Aman Gate ${product.version}`, "-V, --version", "print the version")
  .addHelpText("after", "\nVerbs and examples are documented in docs/command-line.md.")
  .configureHelp(helpOf)
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
  // Commander's own `help` stops at the noun, and ignores a name that it does not know.
  if (words[0] === "help") commandAt(program, words.slice(1)).help();
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
