import { type UserActor, userActor } from "#core/access/actor.ts";
import { bySession } from "#core/access/session.ts";
import type { Language } from "#core/access/sign-in.ts";
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

/** What a session's cookie holds: the name of a row, without which it is worth nothing. */
export interface SignedIn {
  userId: number;
  sessionId: string;
}

/** Who is signed in, as pages need it. */
export interface Viewer {
  actor: UserActor;
  sessionId: string;
  email: string;
  language: Language | null;
  /** Null for an admin. */
  accountName: string | null;
  /** Two-factor authentication is on. */
  twoFactor: boolean;
}

/** The longest name of a browser that is kept. */
const USER_AGENT_LENGTH = 300;

/** Opens a session of the user in the transaction that signs them in. */
export async function openSession(tx: Executor, userId: number, client: Client): Promise<SignedIn> {
  const userAgent = client.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null;
  return { userId, sessionId: await insertSession(tx, { userId, address: client.address, userAgent }) };
}

/**
 * The user of a session, read anew at every request: signing out, a changed password, a removed user or a suspended
 * account ends it at once, whoever holds a copy of its cookie. Null where it has ended.
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
  };
}

/** The browsers that one is signed in with, the one used last first. */
export function listSessions(actor: UserActor): Promise<SessionRow[]> {
  return selectSessions(database(), actor.id);
}

/** Signs one of one's own browsers out. @throws {Refused} `session_not_found`. */
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

/** Signs all of one's own browsers out but the one of this session. @returns how many. */
export async function endOtherSessions(actor: UserActor, keptId: string): Promise<number> {
  return auditedTransaction(async (tx) => {
    const count = await deleteOtherSessions(tx, keptId, actor.id);
    if (count > 0) await auditOwn(tx, actor, "user.sessions_end", { count });
    return count;
  });
}

/** Signs this browser out. One whose session has ended already is signed out as it is. */
export async function signOut(session: SignedIn, address: string | null): Promise<void> {
  await auditedTransaction(async (tx) => {
    const viewer = await findSession(tx, session.sessionId, session.userId);
    const ended = await deleteSession(tx, session.sessionId, session.userId);
    if (viewer && ended) await auditOwn(tx, userActor(viewer, address), "user.sign_out");
  });
}

/** Forgets the rows of sessions that have ended. */
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
