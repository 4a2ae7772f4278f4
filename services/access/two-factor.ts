import { randomBytes, randomInt } from "node:crypto";
import { canOperate, whyNotManageUser } from "#core/access/access.ts";
import type { Actor, UserActor } from "#core/access/actor.ts";
import { type QrCode, qrCode } from "#core/access/qr-code.ts";
import {
  ENROL_MINUTES,
  enrolment,
  enrolmentStart,
  identityProof,
  otpauthUri,
  RECOVERY_CODES,
  recoveryCodeOf,
  SECRET_BYTES,
  secretText,
  stepOf,
} from "#core/access/two-factor.ts";
import { byEmail } from "#core/access/user.ts";
import type { AuditAction } from "#core/audit/audit-action.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  countRecoveryCodes,
  deleteTwoFactor,
  findTwoFactor,
  insertTwoFactor,
  replaceRecoveryCodes,
} from "#db/queries/users/two-factors.ts";
import { endSessionsOfUser, findUserByEmail } from "#db/queries/users/users.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { seal } from "#runtime/keys.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { presentation } from "#services/gateway/presentation.ts";
import type { Client } from "./client.ts";
import { isOwnPassword, requireIdentity } from "./identity.ts";
import { recoveryHash, secretContext } from "./second-factor.ts";
import { openSession, type SignedIn } from "./session.ts";
import { guarded } from "./throttle.ts";
import { openTicket, sealTicket } from "./ticket.ts";

/** The issuer that the app shows with the e-mail, unless the operator has named the product. */
const ISSUER = "Aman Gate";

export interface TwoFactorState {
  /** When it was turned on; null if it is off. */
  since: Date | null;
  recoveryCodesLeft: number;
}

/** The state of the user's own two-factor authentication. */
export async function twoFactorOf(actor: UserActor): Promise<TwoFactorState> {
  const [row, recoveryCodesLeft] = await Promise.all([
    findTwoFactor(database(), actor.id),
    countRecoveryCodes(database(), actor.id),
  ]);
  return { since: row?.createdAt ?? null, recoveryCodesLeft };
}

export interface Enrolment {
  /** For typing it into the app. */
  secret: string;
  /** Opens an app on the same device. */
  uri: string;
  qr: QrCode;
  /** To be submitted with the first code. Nothing is stored until then. */
  pending: string;
}

/**
 * Creates a secret for an app. The password is required, so that somebody at a browser left open cannot lock its owner
 * out.
 */
export async function beginTwoFactor(actor: UserActor, input: unknown): Promise<Enrolment> {
  const { password } = checked(enrolmentStart, input);
  if (!(await isOwnPassword(actor, password))) throw invalid([["password", "wrong_password"]]);
  if (await findTwoFactor(database(), actor.id)) throw new Refused("two_factor_on");
  const secret = secretText(randomBytes(SECRET_BYTES));
  const issuer = (await presentation()).name.en ?? ISSUER;
  const uri = otpauthUri(secret, { issuer, email: actor.name });
  const pending = sealTicket("enrolment", { userId: actor.id, secret }, ENROL_MINUTES);
  return { secret, uri, qr: qrCode(uri), pending };
}

/** Recovery codes, to be shown once, and a new session for this browser: all others have ended. */
export interface Enrolled {
  recoveryCodes: string[];
  session: SignedIn;
}

/** Turns two-factor authentication on, with the app's first code. */
export async function confirmTwoFactor(actor: UserActor, input: unknown, client: Client): Promise<Enrolled> {
  const { pending, code } = checked(enrolment, input);
  const made = openTicket("enrolment", pending);
  if (made?.userId !== actor.id) throw new Refused("sign_in_expired");
  const { secret } = made;
  const lastStep = await guarded({ what: "code", subject: actor.id, address: actor.address }, async () =>
    code.kind === "app" ? (stepOf(secret, code.code, new Date()) ?? undefined) : undefined,
  );
  if (lastStep === undefined) throw new Refused("code_wrong");
  return auditedTransaction(async (tx) => {
    const sealed = seal("two-factor", secret, secretContext(actor.id));
    if (!(await insertTwoFactor(tx, { userId: actor.id, sealed, lastStep }))) {
      throw new Refused("two_factor_on");
    }
    const recoveryCodes = await makeRecoveryCodes(tx, actor.id);
    await endSessionsOfUser(tx, actor.id);
    await auditOwn(tx, actor, "user.two_factor_on");
    return { recoveryCodes, session: await openSession(tx, actor.id, client) };
  });
}

/** New recovery codes; the old ones stop working. */
export async function renewRecoveryCodes(actor: UserActor, input: unknown): Promise<string[]> {
  await requireIdentity(actor, checked(identityProof, input));
  return auditedTransaction(async (tx) => {
    const recoveryCodes = await makeRecoveryCodes(tx, actor.id);
    await auditOwn(tx, actor, "user.recovery_codes");
    return recoveryCodes;
  });
}

/**
 * Turns the user's own two-factor authentication off. @returns a new session for this browser: all others have ended.
 */
export async function disableTwoFactor(actor: UserActor, input: unknown, client: Client): Promise<SignedIn> {
  await requireIdentity(actor, checked(identityProof, input));
  return auditedTransaction(async (tx) => {
    if (!(await deleteTwoFactor(tx, actor.id))) throw new Refused("two_factor_off");
    await endSessionsOfUser(tx, actor.id);
    await auditOwn(tx, actor, "user.two_factor_off");
    return openSession(tx, actor.id, client);
  });
}

/** Turns it off for a user who lost both the phone and the recovery codes, and ends their sessions. */
export async function resetTwoFactor(actor: Actor, input: unknown): Promise<{ id: number; email: string }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    const user = await findUserByEmail(tx, email);
    if (!user) throw new Refused("user_not_found", { email });
    const objection = whyNotManageUser(actor, user.id);
    if (objection) throw new Refused(objection);
    if (!(await deleteTwoFactor(tx, user.id))) throw new Refused("two_factor_off");
    await endSessionsOfUser(tx, user.id);
    await audit(tx, actor, {
      action: "user.two_factor_reset",
      subjectId: user.id,
      accountId: user.accountId,
    });
    return { id: user.id, email: user.email };
  });
}

async function makeRecoveryCodes(tx: Executor, userId: number): Promise<string[]> {
  const codes = new Set<string>();
  while (codes.size < RECOVERY_CODES) codes.add(recoveryCodeOf((end) => randomInt(end)));
  await replaceRecoveryCodes(
    tx,
    userId,
    [...codes].map((code) => recoveryHash(userId, code)),
  );
  return [...codes];
}

function auditOwn(tx: Executor, actor: UserActor, action: AuditAction): Promise<void> {
  return audit(tx, actor, { action, subjectId: actor.id, accountId: actor.accountId });
}
