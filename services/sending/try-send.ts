import { canChange, canTryApi } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { possibleId } from "#core/input/id.ts";
import { Refused } from "#core/input/refusal.ts";
import type { SendTemplate } from "#core/message/send-decision.ts";
import { prepareTry } from "#db/queries/authorise.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { countriesOf } from "./countries.ts";
import type { Sender } from "./sent-message.ts";

/** What a developer's own send starts from: the same that the authorisation finds for a token's. */
export interface TryCaller {
  sender: Sender;
  template: SendTemplate | null;
  routingVersion: string;
  countries: readonly string[];
}

/**
 * A developer who tries the API in the dashboard. They are signed in, so there is no token to ask for, and the
 * whitelist, which guards tokens, says nothing; all else is a send like any other, charged to their account.
 */
export async function tryCaller(actor: Actor, templateId: number | null): Promise<TryCaller> {
  if (!canChange(actor)) throw new Refused("read_only");
  if (!canTryApi(actor)) throw new Refused("not_allowed");
  const known = possibleId(templateId);
  const { countries, ...found } = await withSendPool((sql) => prepareTry(sql, actor.accountId, known));
  return {
    sender: { accountId: actor.accountId, tokenId: null, userId: actor.id },
    countries: countriesOf(countries),
    ...found,
  };
}
