import type { Authorisation, AuthoriseInput } from "#db/queries/authorise.ts";
import { shared } from "#runtime/shared.ts";

/** The number of callers whose authorisation a process remembers; about a kilobyte each. */
const LIMIT = 5_000;

interface Token {
  accountId: number;
  /** The authorisations, by the requested template. */
  templates: Map<number | null, Authorisation>;
}

/** By the token's hash, in the order in which they were first remembered. */
const recent = () => shared("recent-access", () => ({ tokens: new Map<string, Token>(), size: 0 }));

/** Independent of the client's address: a caller with many addresses takes no more room than their templates need. */
type Question = Pick<AuthoriseInput, "tokenHash" | "templateId">;

/**
 * What the last authorisation of the same question said. Never trusted alone: the charging statement (`reserveOnSnapshot`)
 * checks it again, and checks the client's address for the first time.
 */
export function recall({ tokenHash, templateId }: Question): Authorisation | undefined {
  return recent().tokens.get(tokenHash)?.templates.get(templateId);
}

/**
 * The account of a token according to its last authorisation, used only to choose the queue in which its requests wait.
 */
export function accountOf(tokenHash: string): number | undefined {
  return recent().tokens.get(tokenHash)?.accountId;
}

/** Whose token it is, according to any authorisation that is remembered. */
export function holderOf(tokenHash: string): { accountId: number; tokenId: number } | null {
  const token = recent().tokens.get(tokenHash);
  if (token) for (const { accountId, tokenId } of token.templates.values()) return { accountId, tokenId };
  return null;
}

/** Remembers an authorisation. When full, the token remembered first is dropped. */
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

/**
 * Forgets a refused token, so that its next request is looked up instead of being tried on the remembered
 * authorisation.
 */
export function forget(tokenHash: string): void {
  const all = recent();
  all.size -= all.tokens.get(tokenHash)?.templates.size ?? 0;
  all.tokens.delete(tokenHash);
}

/** Forgets what is known about one template of a token, which may not be used any more. */
export function forgetTemplate({ tokenHash, templateId }: Question): void {
  if (recent().tokens.get(tokenHash)?.templates.delete(templateId)) recent().size--;
}

function forgetOneOf({ templates }: Token): void {
  const [oldest] = templates.keys();
  if (oldest !== undefined && templates.delete(oldest)) recent().size--;
}
