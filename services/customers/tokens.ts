import { randomBytes } from "node:crypto";
import { canActFor, canChange, canRead, canRevealToken, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import {
  graceHours,
  newToken,
  tokenHint,
  tokenList,
  tokenOf,
  tokenReveal,
  tokenRotation,
} from "#core/customer/token.ts";
import { scopeOfInput, type TokenScope, tokenScopeChange } from "#core/customer/token-scope.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import type { CountedPage } from "#core/table/page-input.ts";
import {
  expireIn,
  findSealedToken,
  insertToken,
  lockToken,
  markReplaced,
  revoke,
  type SealedToken,
  selectTokenPage,
  selectTokens,
  setScope,
  type TokenRow,
} from "#db/queries/customers/tokens.ts";
import { usableTemplateIds } from "#db/queries/templates/templates.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { seal, sha256, unseal } from "#runtime/keys.ts";
import { isOwnPassword } from "#services/access/identity.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
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
  { name, expiresAt, access, templateIds }: TokenScope & { name: string; expiresAt: Date | null },
): Promise<NewToken> {
  const token = tokenOf(randomBytes(32));
  const hash = sha256(token);
  const sealed = seal("token-copy", token, contextOf(accountId, hash));
  const row = await insertToken(tx, accountId, {
    name,
    hash,
    sealed,
    hint: tokenHint(token),
    expiresAt,
    access,
    templateIds,
  });
  return { ...row, token };
}

/** The fields of a token that the audit entry keeps. */
const traceOf = ({ name, hint, expiresAt, access, templateIds }: Token) => ({
  name,
  hint,
  expiresAt,
  access,
  templates: templatesText(templateIds),
});
const templatesText = (ids: number[] | null) => ids?.join(", ") ?? null;

/** @throws {Refused} if one of them is not a template of the account that can still be used. */
async function requireTemplates(tx: Executor, accountId: number, { templateIds }: TokenScope): Promise<void> {
  if (templateIds === null) return;
  const found = await usableTemplateIds(tx, accountId, templateIds);
  const missing = templateIds.find((id) => !found.has(id));
  if (missing !== undefined) throw new Refused("template_not_found", { id: missing });
}

export async function createToken(actor: Actor, input: unknown): Promise<NewToken> {
  const { accountId, name, expiresAt, ...given } = checked(newToken, input);
  if (!canActFor(actor, accountId)) throw new Refused("not_allowed");
  const scope = scopeOfInput(given);
  const values = { accountId, name, days: daysUntil(expiresAt), ...scope };
  return auditedOnce(
    actor,
    { action: "token.create", input, values, again: (tx, id) => madeBefore(tx, actor, id) },
    async (tx) => {
      await requireTemplates(tx, accountId, scope);
      const made = await make(tx, accountId, { name, expiresAt, ...scope });
      await audit(tx, actor, { action: "token.create", subjectId: made.id, accountId, after: traceOf(made) });
      return made;
    },
    noAccount(accountId),
  );
}

/** Forms state a lifetime: the time that follows from it is another one at each submission. */
const daysUntil = (time: Date | null) => time && Math.round((time.getTime() - Date.now()) / 86_400_000);

/** A token whose answer was lost, from its sealed copy. */
async function madeBefore(tx: Executor, actor: Actor, id: number): Promise<NewToken> {
  const scope = scopeOf(actor);
  const row = await lockToken(tx, id, scope);
  const copy = row && (await findSealedToken(tx, id, scope));
  if (!copy) throw new Refused("token_not_found", { id });
  if (row.revokedAt) throw new Refused("token_already_revoked", { id });
  return { ...row, token: openCopy(copy) };
}

/** Changes what a token may do, from the next request on, in every process. What is not given stays as it is. */
export async function changeTokenScope(actor: Actor, input: unknown): Promise<Token> {
  const { id, ...given } = checked(tokenScopeChange, input);
  if (!canChange(actor)) throw new Refused("read_only");
  const scope = scopeOf(actor);
  return auditedTransaction(async (tx) => {
    const before = await lockToken(tx, id, scope);
    if (!before) throw new Refused("token_not_found", { id });
    if (before.revokedAt) throw new Refused("token_already_revoked", { id });
    const { access = before.access, templateIds = before.templateIds } = given;
    const values = scopeOfInput({ access, templateIds });
    if (before.access === values.access && isSame(before.templateIds, values.templateIds)) return before;
    await requireTemplates(tx, before.accountId, values);
    const token = (await setScope(tx, id, scope, values))!;
    const [was, is] = [traceOf(before), traceOf(token)];
    await audit(tx, actor, {
      action: "token.scope",
      subjectId: id,
      accountId: token.accountId,
      before: { access: was.access, templates: was.templates },
      after: { access: is.access, templates: is.templates },
    });
    return token;
  });
}

const isSame = (one: number[] | null, other: number[] | null) => one?.join() === other?.join();

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

/** Creates a token that replaces an old one, with the same scope. The old one goes on working for the grace period. */
export async function rotateToken(actor: Actor, input: unknown): Promise<NewToken> {
  const { id, grace, expiresAt } = checked(tokenRotation, input);
  if (!canChange(actor)) throw new Refused("read_only");
  const scope = scopeOf(actor);
  const asked = {
    action: "token.rotate",
    input,
    values: { id, grace, days: daysUntil(expiresAt) },
    again: (tx: Executor, made: number) => madeBefore(tx, actor, made),
  } as const;
  return auditedOnce(actor, asked, async (tx) => {
    const before = await lockToken(tx, id, scope);
    if (!before) throw new Refused("token_not_found", { id });
    const old =
      grace === "none" ? await revoke(tx, id, scope) : await expireIn(tx, id, scope, graceHours[grace]);
    if (!old) throw new Refused("token_already_revoked", { id });
    const made = await make(tx, old.accountId, { ...old, expiresAt });
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

/** A page of an account's tokens: those that work first, and of these the newest. */
export async function searchTokens(actor: Actor, input: unknown): Promise<CountedPage<Token>> {
  const list = checked(tokenList, input);
  if (!canRead(actor, list.accountId)) throw new Refused("not_allowed");
  return selectTokenPage(database(), list);
}
