import { type UserActor, userActor } from "#core/access/actor.ts";
import { bySession } from "#core/access/session.ts";
import type { Language } from "#core/access/sign-in.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  deleteEndedSessions,
  deleteOtherSessions,
  deleteSession,
  findSession,
  insertSession,
  noteUse,
  type SessionRow,
  selectSessions,
} from "#db/queries/users/sessions.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import type { Client } from "./client.ts";

/** The content of a session's cookie: the id of a row, which may have been ended. */
export interface SignedIn {
  userId: number;
  sessionId: string;
}

/** The signed-in user, with what pages need. */
export interface Viewer {
  actor: UserActor;
  sessionId: string;
  email: string;
  language: Language | null;
  /** Null for an admin. */
  accountName: AccountName | null;
  /** Whether two-factor authentication is on. */
  twoFactor: boolean;
  /** Whether the owner of the user's account requires it. */
  twoFactorByAccount: boolean;
}

/** The maximum length of a stored user agent. */
const USER_AGENT_LENGTH = 300;

/** Creates a session of the user, in the transaction that signs them in. */
export async function openSession(tx: Executor, userId: number, client: Client): Promise<SignedIn> {
  const userAgent = client.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null;
  return { userId, sessionId: await insertSession(tx, { userId, address: client.address, userAgent }) };
}

/**
 * The user of a session, read at every request: signing out, a changed password, a removed user or a suspended account
 * ends it at once, even for copies of its cookie. Null if it has ended.
 */
export async function viewerOf(session: SignedIn, address: string | null): Promise<Viewer | null> {
  const user = await findSession(database(), session.sessionId, session.userId);
  if (!user || user.accountStatus === "suspended") return null;
  if (user.isLastUseOld) await noteUse(database(), session.sessionId, address);
  return {
    actor: userActor(user, address),
    sessionId: session.sessionId,
    email: user.email,
    language: user.language === "ar" || user.language === "en" ? user.language : null,
    accountName: user.accountName,
    twoFactor: user.twoFactor,
    twoFactorByAccount: user.twoFactorByAccount ?? false,
  };
}

/** The user's own sessions, the most recently used first. */
export function listSessions(actor: UserActor): Promise<SessionRow[]> {
  return selectSessions(database(), actor.id);
}

/** Ends one of the user's own sessions. @throws {Refused} `session_not_found`. */
export async function endSession(actor: UserActor, input: unknown): Promise<void> {
  const { sessionId } = checked(bySession, input);
  await auditedTransaction(async (tx) => {
    const ended = await deleteSession(tx, sessionId, actor.id);
    if (!ended) throw new Refused("session_not_found");
    await auditOwn(tx, actor, "user.session_end", {
      address: ended.address,
      since: ended.createdAt.toISOString(),
    });
  });
}

/** Ends all of the user's own sessions except this one. @returns how many. */
export async function endOtherSessions(actor: UserActor, keptId: string): Promise<number> {
  return auditedTransaction(async (tx) => {
    const count = await deleteOtherSessions(tx, keptId, actor.id);
    if (count > 0) await auditOwn(tx, actor, "user.sessions_end", { count });
    return count;
  });
}

/** Ends this browser's session. If it has ended already, nothing is done. */
export async function signOut(session: SignedIn, address: string | null): Promise<void> {
  await auditedTransaction(async (tx) => {
    const viewer = await findSession(tx, session.sessionId, session.userId);
    const ended = await deleteSession(tx, session.sessionId, session.userId);
    if (viewer && ended) await auditOwn(tx, userActor(viewer, address), "user.sign_out");
  });
}

/** Deletes the rows of sessions that have ended. */
export function forgetEndedSessions(): Promise<void> {
  return deleteEndedSessions(database());
}

function auditOwn(
  tx: Executor,
  actor: UserActor,
  action: "user.session_end" | "user.sessions_end" | "user.sign_out",
  before?: Record<string, unknown>,
): Promise<void> {
  const { id, accountId } = actor;
  return audit(tx, actor, { action, subjectId: id, accountId, ...(before ? { before } : {}) });
}
