import { type Command, Option } from "commander";
import { sheet, table } from "#bin/gate/answer.ts";
import { lookAtAccount, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { userRoles } from "#core/access/role.ts";
import { resetTwoFactor } from "#services/access/two-factor.ts";
import { changeRole, deactivateUser, reactivateUser } from "#services/users/user-access.ts";
import { createUser, listUsers, resetPassword, type User } from "#services/users/users.ts";

interface NewUser {
  email: string;
  role: string;
  account?: number;
  password?: string;
}

export function define(noun: Command): void {
  verb(noun, "create", "make a user; without --password one is made up and shown once")
    .requiredOption("--email <email>", "what they sign in with")
    .addOption(new Option("--role <role>", "").choices(userRoles).makeOptionMandatory())
    .option("--account <id>", "the account of an owner, a developer or a read-only user", idOf)
    .option("--password <password>", "at least 10 characters")
    .action(
      act(async ({ email, role, account: accountId, password }: NewUser) =>
        shown(await withGateway(() => createUser(operator(), { email, role, accountId, password }))),
      ),
    );
  verb(noun, "reset-password", "give a user a new password and end their sessions")
    .requiredOption("--email <email>", "whose")
    .option("--password <password>", "at least 10 characters; else one is made up")
    .action(
      act(async ({ email, password }: { email: string; password?: string }) =>
        shown(await withGateway(() => resetPassword(operator(), { email, password }))),
      ),
    );
  verb(
    noun,
    "reset-two-factor",
    "for who lost the phone and the recovery codes: the password is enough again",
  )
    .requiredOption("--email <email>", "whose")
    .action(
      act(async (input: { email: string }) => {
        const user = await withGateway(() => resetTwoFactor(operator(), { email: input.email }));
        return { json: user, text: `Two-factor authentication of ${user.email} is off.` };
      }),
    );
  verb(noun, "role", "give a user another role: admin or support, or another one in their account")
    .requiredOption("--email <email>", "whose")
    .addOption(new Option("--role <role>", "").choices(userRoles).makeOptionMandatory())
    .action(
      act(async (input: { email: string; role: string }) => {
        const user = await withGateway(() => changeRole(operator(), input));
        return { json: view(user), text: `${user.email} is ${user.role}.` };
      }),
    );
  verb(noun, "deactivate", "end a user's sessions and let them sign in no more")
    .requiredOption("--email <email>", "whom")
    .action(
      act(async ({ email }: { email: string }) => {
        const user = await withGateway(() => deactivateUser(operator(), { email }));
        return { json: view(user), text: `${user.email} is deactivated.` };
      }),
    );
  verb(noun, "reactivate", "let a deactivated user sign in again")
    .requiredOption("--email <email>", "whom")
    .action(
      act(async ({ email }: { email: string }) => {
        const user = await withGateway(() => reactivateUser(operator(), { email }));
        return { json: view(user), text: `${user.email} can sign in again.` };
      }),
    );
  verb(noun, "list", "all users, or an account's")
    .option("--account <id>", "only this account's", idOf)
    .action(
      act(async ({ account }: { account?: number }) => {
        const users = (await lookAtAccount(account, () => listUsers(operator(), account))).map(view);
        const rows = users.map(({ id, email, role, accountId }) => ({ id, email, role, account: accountId }));
        return { json: { users }, text: table(rows, "There is no user yet.") };
      }),
    );
}

function view<U extends User>({ sessionVersion: _, ...user }: U) {
  return user;
}

function shown(user: User & { password?: string }) {
  const { id, email, role, accountId: account, password } = user;
  return { json: view(user), text: sheet({ id, email, role, account, password }) };
}
