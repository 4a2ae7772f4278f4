import { randomBytes } from "node:crypto";
import { canActFor, canChange, canRead, canRevealToken, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import {
  graceHours,
  newToken,
  tokenHint,
  tokenOf,
  tokenReveal,
  tokenRotation,
} from "#core/customer/token.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  expireIn,
  findSealedToken,
  insertToken,
  lockToken,
  markReplaced,
  revoke,
  type SealedToken,
  selectTokens,
  type TokenRow,
} from "#db/queries/customers/tokens.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { seal, sha256, unseal } from "#runtime/keys.ts";
import { isOwnPassword } from "#services/access/identity.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";

export type Token = TokenRow;
/** With the token itself in plain text: only for showing it to its owner, never to be stored. */
export type NewToken = Token & { token: string };

const noAccount = (id: number) => ({
  api_tokens_account_id_accounts_id_fk: new Refused("account_not_found", { id }),
});
/** Binds a sealed copy to its row: it cannot be opened in another account's row. */
const contextOf = (accountId: number, hash: Uint8Array) =>
  `token:${accountId}:${Buffer.from(hash).toString("hex")}`;

async function make(
  tx: Executor,
  accountId: number,
  name: string,
  expiresAt: Date | null,
): Promise<NewToken> {
  const token = tokenOf(randomBytes(32));
  const hash = sha256(token);
  const sealed = seal("token-copy", token, contextOf(accountId, hash));
  const row = await insertToken(tx, accountId, { name, hash, sealed, hint: tokenHint(token), expiresAt });
  return { ...row, token };
}

/** The fields of a token that the audit entry keeps. */
const traceOf = ({ name, hint, expiresAt }: Token) => ({ name, hint, expiresAt });

export async function createToken(actor: Actor, input: unknown): Promise<NewToken> {
  const { accountId, name, expiresAt } = checked(newToken, input);
  if (!canActFor(actor, accountId)) throw new Refused("not_allowed");
  return auditedTransaction(async (tx) => {
    const made = await make(tx, accountId, name, expiresAt);
    await audit(tx, actor, { action: "token.create", subjectId: made.id, accountId, after: traceOf(made) });
    return made;
  }, noAccount(accountId));
}

/** Takes effect from the next request on, in every process. */
export async function revokeToken(actor: Actor, input: unknown): Promise<Token> {
  const { id } = checked(byId, input);
  if (!canChange(actor)) throw new Refused("read_only");
  const scope = scopeOf(actor);
  return auditedTransaction(async (tx) => {
    const before = await lockToken(tx, id, scope);
    if (!before) throw new Refused("token_not_found", { id });
    const token = await revoke(tx, id, scope);
    if (!token) throw new Refused("token_already_revoked", { id });
    await audit(tx, actor, {
      action: "token.revoke",
      subjectId: id,
      accountId: token.accountId,
      before: traceOf(before),
      after: { revokedAt: token.revokedAt },
    });
    return token;
  });
}

/** Creates a token that replaces an old one, which goes on working for the grace period. */
export async function rotateToken(actor: Actor, input: unknown): Promise<NewToken> {
  const { id, grace, expiresAt } = checked(tokenRotation, input);
  if (!canChange(actor)) throw new Refused("read_only");
  const scope = scopeOf(actor);
  return auditedTransaction(async (tx) => {
    const before = await lockToken(tx, id, scope);
    if (!before) throw new Refused("token_not_found", { id });
    const old =
      grace === "none" ? await revoke(tx, id, scope) : await expireIn(tx, id, scope, graceHours[grace]);
    if (!old) throw new Refused("token_already_revoked", { id });
    const made = await make(tx, old.accountId, old.name, expiresAt);
    await markReplaced(tx, id, scope, made.id);
    await audit(tx, actor, {
      action: "token.rotate",
      subjectId: id,
      accountId: old.accountId,
      before: traceOf(before),
      after: {
        grace,
        expiresAt: old.expiresAt,
        revokedAt: old.revokedAt,
        replacedBy: made.id,
        new: traceOf(made),
      },
    });
    return made;
  });
}

/** Shows a token again to a developer of its account, after checking their password. Every time is audited. */
export async function revealToken(actor: Actor, input: unknown): Promise<{ id: number; token: string }> {
  const { id, password } = checked(tokenReveal, input);
  if (!canRevealToken(actor)) throw new Refused("not_allowed");
  if (!(await isOwnPassword(actor, password))) throw new Refused("password_wrong");
  return auditedTransaction(async (tx) => {
    const row = await lockToken(tx, id, actor.accountId);
    const copy = row && (await findSealedToken(tx, id, actor.accountId));
    if (!copy) throw new Refused("token_not_found", { id });
    if (row.revokedAt) throw new Refused("token_already_revoked", { id });
    await audit(tx, actor, { action: "token.reveal", subjectId: id, accountId: copy.accountId });
    return { id, token: openCopy(copy) };
  });
}

/** Opens a sealed copy of a token. @throws if it was sealed with another key or for another row. */
export function openCopy({ accountId, hash, sealed }: SealedToken): string {
  return unseal("token-copy", sealed, contextOf(accountId, hash));
}

export async function listTokens(actor: Actor, input: unknown): Promise<Token[]> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  return selectTokens(database(), id);
}
