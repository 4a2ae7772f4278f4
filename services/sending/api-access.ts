import type { RefusalCheck } from "#core/customer/refused-request.ts";
import { looksLikeToken } from "#core/customer/token.ts";
import { possibleId } from "#core/input/id.ts";
import { batches } from "#db/batches.ts";
import type { Authorisation, AuthorisationSnapshot, TemplateState } from "#db/queries/authorise.ts";
import { sha256 } from "#runtime/keys.ts";
import { countRefusal } from "#services/customers/refusals.ts";
import { takeTurn } from "./account-turns.ts";
import { countriesOf } from "./countries.ts";
import { accountOf, forget, recall, remember } from "./recent-access.ts";
import { noteTokenUse } from "./token-use.ts";
import { isKnownToBeUnknown, noteUnknown } from "./unknown-tokens.ts";

export type { AuthorisationSnapshot };

export type ApiAccess<Early> =
  /** `early` is what came of the attempt to act before the authorisation was read. */
  | { ok: true; caller: ApiCaller; early: Early | null }
  | { ok: false; reason: "unknown_token" | "token" | "address" | "suspended" };

/** An API token as requests are told apart by: its SHA-256, in hexadecimal. */
export type TokenHash = string;

/** @returns null where it cannot be a token of ours, whatever the database holds. */
export function tokenHashOf(token: string): TokenHash | null {
  return looksLikeToken(token) ? sha256(token).toString("hex") : null;
}

/**
 * Lets a request in. @returns what to call when it has been answered; null where too many of its account's requests are
 * in progress. Whose a token is this process may not know yet: then nothing is counted.
 */
export function letIn(tokenHash: TokenHash): (() => void) | null {
  const accountId = accountOf(tokenHash);
  return accountId === undefined ? () => {} : takeTurn(accountId);
}

/** An authorised API request: whose it is, and what its template says now. */
export interface ApiCaller {
  accountId: number;
  tokenId: number;
  template: Authorisation["template"];
  providersVersion: string;
  /** To which countries a send may go. */
  countries: readonly string[];
  /** Counts this request as refused, for the account's own eyes. */
  refused(check: RefusalCheck): void;
}

/**
 * Acts on what an earlier authorisation said, and has the database make sure, in the same statement, that it still says
 * so. @returns null where nothing was done.
 */
export type ActEarly<Early> = (caller: ApiCaller, snapshot: AuthorisationSnapshot) => Promise<Early | null>;

/**
 * Who asks, and whether they may: token, then account, then address, in one read that always goes to the
 * database, so that a revoked token or a removed address is refused from the next request on, in every process.
 * Where this process knows the answer of a moment ago, `actEarly` may do without the read of its own.
 */
export async function authoriseApi<Early>(
  tokenHash: TokenHash,
  address: string | null,
  templateId: number | null,
  actEarly?: ActEarly<Early>,
): Promise<ApiAccess<Early>> {
  if (isKnownToBeUnknown(tokenHash)) return { ok: false, reason: "unknown_token" };
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
  // Whoever asks with tokens that nobody has waits in places of their own, beside those who send.
  const isKnown = accountOf(tokenHash) !== undefined;
  const found = await (isKnown ? batches().authorise(asked) : batches().authoriseStranger(asked));
  if (!found) {
    noteUnknown(tokenHash);
    return { ok: false, reason: "unknown_token" };
  }
  const reason = !found.tokenValid
    ? "token"
    : !found.addressAllowed
      ? "address"
      : found.suspended
        ? "suspended"
        : null;
  const caller = callerOf(found, address);
  if (reason) {
    forget(tokenHash);
    caller.refused(reason);
    return { ok: false, reason };
  }
  noteTokenUse(caller.tokenId);
  // Of one caller only as many as they have templates: nobody crowds out the others.
  if (found.template) remember(asked, found);
  return { ok: true, caller, early: null };
}

function callerOf(found: Authorisation, address: string | null): ApiCaller {
  const { accountId, tokenId } = found;
  return {
    accountId,
    tokenId,
    template: found.template,
    providersVersion: found.providersVersion,
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
  const { providersVersion, countries } = found;
  const { id: templateId, name: templateName, versionCreatedAt } = template;
  return { tokenHash, address, templateId, templateName, versionCreatedAt, providersVersion, countries };
}
