import type { Authorisation, AuthoriseInput } from "#db/queries/authorise.ts";
import { shared } from "#runtime/shared.ts";

/** Callers whose authorisation a process remembers; about a kilobyte each. */
const LIMIT = 5_000;

const recent = () => shared("recent-access", () => new Map<string, Authorisation>());

/** Whatever the address: a caller with many of them takes no more room than they have templates. */
type Question = Pick<AuthoriseInput, "tokenHash" | "templateId">;

/**
 * What the last authorisation of the same question said. It decides nothing: whoever relies on it has it looked at
 * again, and their address for the first time, in the statement that charges (`reserveProvided`).
 */
export function recall(asked: Question): Authorisation | undefined {
  return recent().get(keyOf(asked));
}

/** The one that was remembered first makes room. */
export function remember(asked: Question, found: Authorisation): void {
  const all = recent();
  const key = keyOf(asked);
  const [oldest] = all.keys();
  if (oldest !== undefined && all.size >= LIMIT && !all.has(key)) all.delete(oldest);
  all.set(key, found);
}

function keyOf({ tokenHash, templateId }: Question): string {
  return `${tokenHash} ${templateId}`;
}
