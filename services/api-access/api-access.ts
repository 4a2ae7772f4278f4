import type { RefusalCheck } from "#core/customer/refused-request.ts";
import { looksLikeToken } from "#core/customer/token.ts";
import { type TokenNeed, tokenMay } from "#core/customer/token-access.ts";
import { possibleId } from "#core/input/id.ts";
import { batches } from "#db/batches.ts";
import type { Authorisation, AuthorisationSnapshot, TemplateState } from "#db/queries/authorise.ts";
import { sha256Hex } from "#runtime/keys.ts";
import { countRefusal } from "#services/customers/refusals.ts";
import { countriesOf } from "#services/sending/countries.ts";
import { takeTurn } from "./account-turns.ts";
import { accountOf, forget, forgetTemplate, holderOf, recall, remember } from "./recent-access.ts";
import { noteTokenUse } from "./token-use.ts";
import { isKnownToBeUnknown, noteUnknown } from "./unknown-tokens.ts";

export type { AuthorisationSnapshot };

export type ApiAccess<Early> =
  /** `early` is the result of acting before the authorisation was read. */
  | { ok: true; caller: ApiCaller; early: Early | null }
  | { ok: false; reason: "unknown_token"; holder: null }
  | { ok: false; reason: "token" | "address" | "suspended" | "scope"; holder: TokenHolder };

/** Whose token a request has, whether or not it is let in. */
export type TokenHolder = Pick<ApiCaller, "accountId" | "tokenId">;

/** The form in which requests identify an API token: its SHA-256, in hexadecimal. */
export type TokenHash = string;

/** @returns null if the text cannot be a token, whatever the database contains. */
export function tokenHashOf(token: string): TokenHash | null {
  return looksLikeToken(token) ? sha256Hex(token) : null;
}

/**
 * Admits a request. @returns a function to call when it has been answered; null if too many requests of its account are
 * in progress. If this process does not know the token's account yet, nothing is counted.
 */
export function letIn(tokenHash: TokenHash): (() => void) | null {
  const accountId = accountOf(tokenHash);
  return accountId === undefined ? () => {} : takeTurn(accountId);
}

/** Whose token it was a moment ago; null where this process has not seen it yet. */
export function recentHolder(tokenHash: TokenHash): TokenHolder | null {
  return holderOf(tokenHash);
}

/** An authorised API request: its account and token, and the current state of its template. */
export interface ApiCaller {
  accountId: number;
  tokenId: number;
  template: Authorisation["template"];
  routingVersion: string;
  /** The countries to which a send may go. */
  countries: readonly string[];
  /** Counts this request as refused, in the statistics shown to the account. */
  refused(check: RefusalCheck): void;
}

/**
 * Acts on an earlier authorisation, while the database verifies in the same statement that it still holds.
 * @returns null if nothing was done.
 */
export type ActEarly<Early> = (caller: ApiCaller, snapshot: AuthorisationSnapshot) => Promise<Early | null>;

/**
 * Identifies the caller and decides whether it is authorised: token, address, account, then the token's scope, in one read that
 * always goes to the database, so that a revoked token or a removed address is refused from the next request on, in
 * every process. If this process knows a recent authorisation, `actEarly` may act without a separate read.
 */
export async function authoriseApi<Early>(
  tokenHash: TokenHash,
  address: string | null,
  templateId: number | null,
  need: TokenNeed,
  actEarly?: ActEarly<Early>,
): Promise<ApiAccess<Early>> {
  if (isKnownToBeUnknown(tokenHash)) return { ok: false, reason: "unknown_token", holder: null };
  const asked = { tokenHash, address, templateId: possibleId(templateId) };
  const before = recall(asked);
  if (actEarly && before?.template) {
    const caller = callerOf(before, address);
    const early = await actEarly(caller, snapshotOf(tokenHash, before, before.template, address));
    if (early) {
      noteTokenUse(caller.tokenId);
      return { ok: true, caller, early };
    }
  }
  // Callers with unknown tokens wait in a separate queue, so that they do not delay senders.
  const isKnown = accountOf(tokenHash) !== undefined;
  const found = await (isKnown ? batches().authorise(asked) : batches().authoriseStranger(asked));
  if (!found) {
    noteUnknown(tokenHash);
    return { ok: false, reason: "unknown_token", holder: null };
  }
  const reason = !found.tokenValid
    ? "token"
    : !found.addressAllowed
      ? "address"
      : found.suspended
        ? "suspended"
        : tokenMay(found.access, need)
          ? null
          : "scope";
  const caller = callerOf(found, address);
  if (reason) {
    // A token that may only send goes on sending.
    if (reason !== "scope" || need === "send") forget(tokenHash);
    caller.refused(reason);
    return { ok: false, reason, holder: { accountId: found.accountId, tokenId: found.tokenId } };
  }
  noteTokenUse(caller.tokenId);
  // At most one entry per template of a caller, so that nobody displaces the others.
  if (found.template) remember(asked, found);
  else forgetTemplate(asked);
  return { ok: true, caller, early: null };
}

function callerOf(found: Authorisation, address: string | null): ApiCaller {
  const { accountId, tokenId } = found;
  return {
    accountId,
    tokenId,
    template: found.template,
    routingVersion: found.routingVersion,
    countries: countriesOf(found.countries),
    refused: (check) => countRefusal({ accountId, tokenId, address, check }),
  };
}

function snapshotOf(
  tokenHash: TokenHash,
  found: Authorisation,
  template: TemplateState,
  address: string | null,
): AuthorisationSnapshot {
  const { routingVersion, countries } = found;
  const { id: templateId, name: templateName, versionCreatedAt } = template;
  return { tokenHash, address, templateId, templateName, versionCreatedAt, routingVersion, countries };
}
