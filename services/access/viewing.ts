import { z } from "zod";
import { canReadAll } from "#core/access/access.ts";
import { isStaff, type Onlooker, type UserActor } from "#core/access/actor.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findAccount } from "#db/queries/customers/accounts.ts";
import { database } from "#runtime/database/pools.ts";
import { seal, unseal } from "#runtime/keys.ts";
import { auditReading } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";

/** Long enough to help somebody, and short enough to end by itself if forgotten. */
const VIEWING_MS = 3_600_000;

const ticketText = z.object({ accountId: z.int(), since: z.int() });

/** Binds a ticket to its admin: it is invalid in another person's browser. */
const contextOf = (userId: number) => `viewing:${userId}`;

/**
 * Lets one of the operator's people view an account as its team sees it.
 * @returns a ticket for their browser: sealed, so that nobody can view an account without an audit entry.
 */
export async function startViewing(actor: UserActor, input: unknown): Promise<string> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const { id } = checked(byId, input);
  return auditedTransaction(async (tx) => {
    if (!(await findAccount(tx, id))) throw new Refused("account_not_found", { id });
    const since = Date.now();
    await auditReading(tx, actor, {
      action: "account.view_start",
      subjectId: id,
      accountId: id,
      after: { until: new Date(since + VIEWING_MS).toISOString() },
    });
    const ticket = JSON.stringify({ accountId: id, since });
    return seal("viewing", ticket, contextOf(actor.id)).toString("base64url");
  });
}

/** @returns the account that was viewed; null if the ticket was invalid or has expired. */
export async function endViewing(actor: UserActor, ticket: string): Promise<number | null> {
  const read = readTicket(actor, ticket);
  if (!read) return null;
  const { accountId, since } = read;
  await auditedTransaction((tx) =>
    auditReading(tx, actor, {
      action: "account.view_end",
      subjectId: accountId,
      accountId,
      before: { since: new Date(since).toISOString() },
    }),
  );
  return accountId;
}

/** The admin as a read-only viewer of the ticket's account, while the ticket is valid. */
export async function onlookerOf(
  actor: UserActor,
  ticket: string,
): Promise<{ actor: Onlooker; accountName: AccountName } | null> {
  const read = readTicket(actor, ticket);
  const account = read && (await findAccount(database(), read.accountId));
  if (!account) return null;
  const { id, name, address } = actor;
  return {
    actor: { kind: "user", id, name, address, role: "onlooker", accountId: account.id },
    accountName: { name: account.name, arabicName: account.arabicName },
  };
}

function readTicket(actor: UserActor, ticket: string): z.output<typeof ticketText> | null {
  if (!isStaff(actor) || ticket === "") return null;
  try {
    const text = unseal("viewing", Buffer.from(ticket, "base64url"), contextOf(actor.id));
    const read = ticketText.parse(JSON.parse(text));
    return Date.now() - read.since < VIEWING_MS ? read : null;
  } catch {
    return null;
  }
}
