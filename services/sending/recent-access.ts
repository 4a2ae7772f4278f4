import type { Authorisation, AuthoriseInput } from "#db/queries/authorise.ts";
import { shared } from "#runtime/shared.ts";

/** Callers whose authorisation a process remembers; about a kilobyte each. */
const LIMIT = 5_000;

interface Token {
  accountId: number;
  /** What was authorised, by the template that was asked for. */
  templates: Map<number | null, Authorisation>;
}

/** By the token's hash, the one that was remembered first in front. */
const recent = () => shared("recent-access", () => ({ tokens: new Map<string, Token>(), size: 0 }));

/** Whatever the address: a caller with many of them takes no more room than they have templates. */
type Question = Pick<AuthoriseInput, "tokenHash" | "templateId">;

/**
 * What the last authorisation of the same question said. Never trusted alone: the charging statement (`reserveOnSnapshot`)
 * checks it again, and checks the client's address for the first time.
 */
export function recall({ tokenHash, templateId }: Question): Authorisation | undefined {
  return recent().tokens.get(tokenHash)?.templates.get(templateId);
}

/** Whose a token was when it was last authorised: in whose queue its requests wait. Nothing else may rest on it. */
export function accountOf(tokenHash: string): number | undefined {
  return recent().tokens.get(tokenHash)?.accountId;
}

/** The token that was remembered first makes room. */
export function remember({ tokenHash, templateId }: Question, found: Authorisation): void {
  const all = recent();
  const token = all.tokens.get(tokenHash) ?? { accountId: found.accountId, templates: new Map() };
  if (!token.templates.has(templateId)) {
    if (all.size >= LIMIT) {
      const [oldest] = all.tokens.keys();
      if (oldest !== undefined && oldest !== tokenHash) forget(oldest);
      else forgetOneOf(token);
    }
    all.size++;
  }
  token.templates.set(templateId, found);
  all.tokens.set(tokenHash, token);
}

/** A token that was refused: its next request is looked up before anything is tried on its word. */
export function forget(tokenHash: string): void {
  const all = recent();
  all.size -= all.tokens.get(tokenHash)?.templates.size ?? 0;
  all.tokens.delete(tokenHash);
}

function forgetOneOf({ templates }: Token): void {
  const [oldest] = templates.keys();
  if (oldest !== undefined && templates.delete(oldest)) recent().size--;
}
