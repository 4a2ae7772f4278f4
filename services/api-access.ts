import type { RefusalCheck } from "#core/refused-request.ts";
import { batches } from "#db/batches.ts";
import type { Authorisation } from "#db/queries/authorise.ts";
import { sha256 } from "#runtime/keys.ts";
import { countriesOf } from "./countries.ts";
import { countRefusal } from "./refusals.ts";
import { noteTokenUse } from "./token-use.ts";

export type ApiAccess =
  | { ok: true; caller: ApiCaller }
  | { ok: false; reason: "unknown_token" | "token" | "address" | "suspended" };

/** An authorised API request: whose it is, and what its template says now. */
export interface ApiCaller {
  accountId: number;
  tokenId: number;
  template: Authorisation["template"];
  providersStamp: string;
  /** To which countries a send may go. */
  countries: readonly string[];
  /** Counts this request as refused, for the account's own eyes. */
  refused(check: RefusalCheck): void;
}

/** Tokens are `ag_` and base62; what cannot be one is not looked up. */
const TOKEN_LENGTH = 512;
/** No row with a 32-bit id has a larger one. */
export const INT4_MAX = 2_147_483_647;

/**
 * Who asks, and whether they may: token, then account, then address, in one read that always goes to the
 * database, so that a revoked token or a removed address is refused from the next request on, in every process.
 */
export async function authoriseApi(
  token: string,
  address: string | null,
  templateId: number | null,
): Promise<ApiAccess> {
  if (token.length > TOKEN_LENGTH) return { ok: false, reason: "unknown_token" };
  const found = await batches().authorise({
    tokenHash: sha256(token).toString("hex"),
    address,
    templateId: templateId !== null && templateId > 0 && templateId <= INT4_MAX ? templateId : null,
  });
  if (!found) return { ok: false, reason: "unknown_token" };
  const { accountId, tokenId } = found;
  const refused = (check: RefusalCheck) => countRefusal({ accountId, tokenId, address, check });
  const reason = !found.tokenValid
    ? "token"
    : !found.addressAllowed
      ? "address"
      : found.suspended
        ? "suspended"
        : null;
  if (reason) {
    refused(reason);
    return { ok: false, reason };
  }
  noteTokenUse(tokenId);
  return {
    ok: true,
    caller: {
      accountId,
      tokenId,
      template: found.template,
      providersStamp: found.providersStamp,
      countries: countriesOf(found.countries),
      refused,
    },
  };
}
