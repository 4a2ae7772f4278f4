import { type Command, Option } from "commander";
import { sheet, table, time } from "#bin/gate/answer.ts";
import { passwordFrom } from "#bin/gate/file.ts";
import { lookAtAccount, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { userRoles } from "#core/access/role.ts";
import { env } from "#runtime/env.ts";
import { resetTwoFactor } from "#services/access/two-factor.ts";
import { changeRole, deactivateUser, reactivateUser } from "#services/users/user-access.ts";
import { type HandedLink, inviteUser, linkForReset } from "#services/users/user-links.ts";
import { createUser, listUsers, resetPassword, type User } from "#services/users/users.ts";

interface NewUser {
  email: string;
  role: string;
  account?: number;
}

/** A password on the command line can be read by every user of this machine, and stays in the shell's history. */
interface GivenPassword {
  password?: string;
  passwordFile?: string;
}

export function define(noun: Command): void {
  verb(noun, "create", "create a user; without --password one is generated and printed once")
    .requiredOption("--email <email>", "the address to sign in with")
    .addOption(new Option("--role <role>", "the user's role").choices(userRoles).makeOptionMandatory())
    .option("--account <id>", "the account; required for owner, developer and read_only", idOf)
    .option("--password <password>", "at least 10 characters; other users of this machine can see it")
    .addOption(passwordFile())
    .action(
      act(async ({ email, role, account: accountId, ...given }: NewUser & GivenPassword) => {
        const password = await passwordOf(given);
        return shown(await withGateway(() => createUser(operator(), { email, role, accountId, password })));
      }),
    );
  verb(noun, "invite", "create a user who sets the password through a link, which is printed once")
    .requiredOption("--email <email>", "the address to sign in with")
    .addOption(new Option("--role <role>", "the user's role").choices(userRoles).makeOptionMandatory())
    .option("--account <id>", "the account; required for owner, developer and read_only", idOf)
    .action(
      act(async ({ email, role, account: accountId }: NewUser) =>
        handed(await withGateway(() => inviteUser(operator(), { email, role, accountId }))),
      ),
    );
  verb(noun, "reset-link", "print a link with which a user sets a new password")
    .requiredOption("--email <email>", "the user's address")
    .action(
      act(async ({ email }: { email: string }) =>
        handed(await withGateway(() => linkForReset(operator(), { email }))),
      ),
    );
  verb(noun, "reset-password", "set a new password and end the user's sessions")
    .requiredOption("--email <email>", "the user's address")
    .option(
      "--password <password>",
      "at least 10 characters; generated if not given; other users of this machine can see it",
    )
    .addOption(passwordFile())
    .action(
      act(async ({ email, ...given }: { email: string } & GivenPassword) => {
        const password = await passwordOf(given);
        return shown(await withGateway(() => resetPassword(operator(), { email, password })));
      }),
    );
  verb(
    noun,
    "reset-two-factor",
    "turn off two-factor authentication for a user who lost the phone and the recovery codes",
  )
    .requiredOption("--email <email>", "the user's address")
    .action(
      act(async (input: { email: string }) => {
        const user = await withGateway(() => resetTwoFactor(operator(), { email: input.email }));
        return { json: user, text: `Two-factor authentication of ${user.email} is off.` };
      }),
    );
  verb(noun, "role", "change a user's role")
    .requiredOption("--email <email>", "the user's address")
    .addOption(new Option("--role <role>", "the user's role").choices(userRoles).makeOptionMandatory())
    .action(
      act(async (input: { email: string; role: string }) => {
        const user = await withGateway(() => changeRole(operator(), input));
        return { json: view(user), text: `${user.email} is ${user.role}.` };
      }),
    );
  verb(noun, "deactivate", "end a user's sessions and block further sign-ins")
    .requiredOption("--email <email>", "the user's address")
    .action(
      act(async ({ email }: { email: string }) => {
        const user = await withGateway(() => deactivateUser(operator(), { email }));
        return { json: view(user), text: `${user.email} is deactivated.` };
      }),
    );
  verb(noun, "reactivate", "let a deactivated user sign in again")
    .requiredOption("--email <email>", "the user's address")
    .action(
      act(async ({ email }: { email: string }) => {
        const user = await withGateway(() => reactivateUser(operator(), { email }));
        return { json: view(user), text: `${user.email} can sign in again.` };
      }),
    );
  verb(noun, "list", "list all users, or those of one account")
    .option("--account <id>", "only users of this account", idOf)
    .action(
      act(async ({ account }: { account?: number }) => {
        const users = (await lookAtAccount(account, () => listUsers(operator(), account))).map(view);
        const rows = users.map(({ id, email, role, accountId: account, lastSignInAt, removedAt }) => ({
          ...{ id, email, role, account },
          ...{ "last sign-in": lastSignInAt, deactivated: removedAt },
        }));
        return { json: { users }, text: table(rows, "There is no user yet.") };
      }),
    );
}

/** The whole link, if PUBLIC_URL is set; otherwise its path at the dashboard's address. */
function handed({ path, expiresAt, mailed, userId }: HandedLink) {
  const { PUBLIC_URL } = env();
  const url = PUBLIC_URL ? `${PUBLIC_URL}${path}` : null;
  const link = url ?? `${path} at the dashboard's address (set PUBLIC_URL to get the whole link)`;
  const lines = [`Pass this link on; it works once, until ${time(expiresAt)}:`, link];
  if (mailed) lines.push("It is sent by e-mail as well.");
  return { json: { userId, url, path, expiresAt, mailed }, text: lines.join("\n") };
}

function view<U extends User>({ sessionVersion: _, ...user }: U) {
  return user;
}

function passwordFile(): Option {
  return new Option("--password-file <file>", "file with the password, - for stdin").conflicts("password");
}

async function passwordOf({ password, passwordFile: file }: GivenPassword): Promise<string | undefined> {
  return file === undefined ? password : passwordFrom(file);
}

function shown(user: User & { password?: string }) {
  const { id, email, role, accountId: account, password } = user;
  return { json: view(user), text: sheet({ id, email, role, account, password }) };
}
