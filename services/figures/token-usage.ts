import { canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findCountMark } from "#db/queries/messages/message-counts.ts";
import { selectTokenUsage, type TokenUsage } from "#db/queries/messages/token-counts.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { inOneMoment } from "./message-report.ts";

export type { TokenUsage };

/** How many messages each token of an account has sent: today, in seven days and in thirty. Tokens that sent none are left out. */
export async function tokenUsage(actor: Actor, input: unknown): Promise<Map<number, TokenUsage>> {
  const { id: accountId } = checked(byId, input);
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  const zone = await timeZone();
  return inOneMoment(async (tx) =>
    selectTokenUsage(tx, { accountId, mark: await findCountMark(tx), timeZone: zone }),
  );
}
