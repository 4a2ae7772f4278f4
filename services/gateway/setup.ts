import { isIP } from "node:net";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { createAccount } from "#services/customers/accounts.ts";
import { grantSubscription } from "#services/customers/subscriptions.ts";
import { createToken } from "#services/customers/tokens.ts";
import { addToWhitelist } from "#services/customers/whitelist.ts";
import { approveTemplate } from "#services/templates/decisions.ts";
import { createTemplate } from "#services/templates/templates.ts";
import { createUser, listUsers, resetPassword } from "#services/users/users.ts";
import { listProviders, setProvider } from "./providers.ts";

/** Who made the first users, in the audit log. */
export const FIRST_START = "first start";
const actor: Actor = { kind: "system", name: FIRST_START };
/** The key of the advisory lock that lets only one process set up at a time. */
const SETUP_LOCK = 4_717_002;

export interface SignIn {
  email: string;
  password: string;
}

export interface FirstUsers {
  admin: SignIn;
  demo?: { developer: SignIn; token: string; templateId: number };
}

/**
 * Creates what a new installation needs to be tried: a sandbox, an admin and, with `demo`, an account that can send at
 * once from this machine and from the address `here`. If an admin exists already, nothing is done. `keep` receives the
 * passwords, which are stored nowhere else, while the lock still keeps other processes from setting up.
 */
export async function setUp(
  { demo, here }: { demo: boolean; here: string },
  keep: (made: FirstUsers) => Promise<void>,
): Promise<FirstUsers | null> {
  // Of its own: where the pool has one connection, the lock would take what the work waits for.
  const connection = ownConnection("setup");
  try {
    await connection`select pg_advisory_lock(${SETUP_LOCK})`;
    const users = await listUsers(actor);
    if (users.some((user) => user.role === "admin")) return null;
    if ((await listProviders(actor)).length === 0) {
      await setProvider(actor, { name: "sandbox", kind: "sandbox", config: {} });
    }
    const developer = demo ? await makeDemo(here) : undefined;
    // The admin is created last and marks the set-up as complete: after a crash in between, it is repeated.
    const admin = await makeUser({ email: "admin@example.com", role: "admin" });
    const made = { admin, ...(developer ? { demo: developer } : {}) };
    await keep(made);
    return made;
  } finally {
    // The lock ends with its connection.
    await connection.end({ timeout: 1 });
  }
}

async function makeUser(input: { email: string; role: string; accountId?: number }): Promise<SignIn> {
  const { email, password } = await createUser(actor, input).catch((error: unknown) => {
    if (error instanceof Refused && error.code === "user_email_taken") return resetPassword(actor, input);
    throw error;
  });
  return { email, password: password! };
}

async function makeDemo(here: string): Promise<FirstUsers["demo"]> {
  const { id: accountId } = await createAccount(actor, { name: "Demo" }).catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === "account_name_taken")) throw error;
    return createAccount(actor, { name: `Demo ${new Date().toISOString().slice(0, 19)}` });
  });
  await grantSubscription(actor, { accountId, quota: 1_000, days: 365, plan: "Demo" });
  const template = await createTemplate(actor, {
    accountId,
    name: "Login OTP",
    english: "Your Demo verification code is: {code}",
    arabic: "رمز التحقق الخاص بك في Demo هو: {code}",
  });
  await approveTemplate(actor, { id: template.id });
  const itself = here.replace(/^\[|\]$/g, "");
  const ranges = new Set(["127.0.0.0/8", "::1", ...(isIP(itself) ? [itself] : [])]);
  for (const range of ranges) {
    await addToWhitelist(actor, { accountId, range, label: "This machine" });
  }
  const { token } = await createToken(actor, { accountId, name: "Demo" });
  const developer = await makeUser({ email: "developer@example.com", role: "owner", accountId });
  return { developer, token, templateId: template.id };
}
