import { canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { someTemplates } from "#core/template/template-list.ts";
import { findCountMark } from "#db/queries/messages/message-counts.ts";
import { selectTemplateUsage } from "#db/queries/messages/template-counts.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { inOneMoment } from "./message-report.ts";

/** How many messages each of these templates had today and in the six days before. Those that had none are left out. */
export async function templateUsage(actor: Actor, input: unknown): Promise<Map<number, number>> {
  const { accountId, ids } = checked(someTemplates, input);
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  const zone = await timeZone();
  return inOneMoment(async (tx) =>
    selectTemplateUsage(tx, {
      accountId,
      templateIds: ids,
      mark: await findCountMark(tx),
      timeZone: zone,
    }),
  );
}
