import type { Sql } from "postgres";
import { type Customer, clientAt, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import type { Verb } from "#bin/fixtures/verbs.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import type { UserRole } from "#core/access/role.ts";
import { inviteUser } from "#services/users/user-links.ts";
import { createUser } from "#services/users/users.ts";
import { belongingsOf } from "./test-belongings.ts";
import type { Role } from "./test-rights.ts";

/** Asked by the account's id alone. */
const asksByNumber = ["log-choices.logOperators", "log-choices.logSubscriptions"];

let ranges = 0;
let people = 0;

async function person(role: UserRole, accountId: number | null): Promise<UserActor> {
  const email = `${role}-${crypto.randomUUID()}@example.com`;
  const input = { email, role, password: PASSWORD, ...(accountId === null ? {} : { accountId }) };
  return userActor(await createUser(operator, input), `203.0.113.${++people % 250}`);
}

export async function everybody({ account }: Customer): Promise<Record<Role, UserActor>> {
  const { id: accountId } = account;
  const admin = await person("admin", null);
  return {
    admin,
    support: await person("support", null),
    owner: await person("owner", accountId),
    developer: await person("developer", accountId),
    read_only: await person("read_only", accountId),
    onlooker: { ...admin, role: "onlooker", accountId },
    stranger: await person("owner", (await makeCustomer()).account.id),
  };
}

/** What any verb could want to know, so that each is refused for who asks and not for what is missing. */
export async function everything(sql: Sql, customer: Customer) {
  const { account, developer, template } = customer;
  const accountId = account.id;
  const range = `198.51.100.${++ranges % 250}`;
  const { ids, message } = await belongingsOf(sql, operator, customer, range);
  const invited = `invited-${crypto.randomUUID()}@example.com`;
  await inviteUser(operator, { email: invited, role: "developer", accountId });
  const fields = {
    accountId,
    templateId: template.id,
    versionId: null,
    params: {},
    period: "7d",
    since: null,
    ids: [message],
    size: 10,
    limit: 10,
    name: "Other",
    english: "Other {code}",
    arabic: null,
    reason: "No",
    range: "203.0.113.0/24",
    label: "New",
    enforced: false,
    required: true,
    password: PASSWORD,
    current: "not the password",
    role: "read_only",
    access: "send",
    templateIds: null,
    grace: "none",
    expiresAt: null,
    kinds: [],
    number: "963944123456",
  };
  return { inputs: ids.map((id) => ({ ...fields, id })), emails: [developer.name, invited] };
}

type Told = "done" | string;
export const REFUSED = /^(not_allowed|read_only)$/;

/** What a verb told an actor, for each of the inputs that it could have meant. */
export async function tell(
  verbs: Map<string, Verb>,
  name: string,
  actor: UserActor,
  things: Awaited<ReturnType<typeof everything>>,
): Promise<Told[]> {
  const told: Told[] = [];
  for (const input of things.inputs) {
    for (const email of things.emails) {
      const fresh = `fresh-${crypto.randomUUID()}@example.com`;
      const third = { ...clientAt(), since: null, ids: input.ids };
      const isNew = name === "user-links.inviteUser" || name === "profile.changeEmail";
      told.push(
        await Promise.resolve()
          .then(() =>
            verbs.get(name)!(
              actor,
              asksByNumber.includes(name)
                ? input.accountId
                : {
                    ...input,
                    ...(name === "request-log.getRequest" && { id: crypto.randomUUID() }),
                    email: isNew ? fresh : email,
                  },
              third,
            ),
          )
          .then(() => "done")
          .catch((error: { code?: string }) => error.code ?? String(error)),
      );
      if (!/^(user-|two-factor\.reset|users)/.test(name)) break;
    }
  }
  return told;
}
