import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { parsePhone } from "#core/phone/phone.ts";
import type { LeftOut, TakenRoute } from "#core/routing/choose.ts";
import { choose } from "#core/routing/choose.ts";
import { type Fate, fateOf } from "#core/routing/fate.ts";
import { dryRun } from "#core/routing/routing-input.ts";
import { routingVersion } from "#db/queries/authorise.ts";
import { findAccount } from "#db/queries/customers/accounts.ts";
import { findApprovedVersion } from "#db/queries/routing/approvals.ts";
import { database } from "#runtime/database/pools.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { downReasonIn } from "#services/sending/candidates.ts";
import { allowedCountries } from "#services/sending/countries.ts";
import { currentRouting } from "#services/sending/provider-chain.ts";

export interface Explanation {
  number: string;
  accountId: number;
  language: 0 | 1;
  route: TakenRoute | null;
  /** Whether the order of the providers stands in place of routes, because none applies to every account. */
  byOrder: boolean;
  fate: Fate;
  candidates: { provider: string; sender: string | null; templateCode: string | null }[];
  leftOut: Pick<LeftOut, "provider" | "reason">[];
  /** Whether the health of the providers counted. Only a serving process knows it. */
  health: boolean;
}

/** Which providers would deliver a message, and why the others would not: what a send would choose at this moment. */
export async function explainRoute(actor: Actor, input: unknown): Promise<Explanation> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const { templateId, language: asked, ...given } = checked(dryRun, input);
  const number = parsePhone(given.number, await allowedCountries());
  if (number === null) throw invalid([["number", "phone"]]);
  const found = await findApprovedVersion(database(), templateId);
  if (!found) throw new Refused("template_not_found", { id: templateId });
  if (found.versionId === null) throw new Refused("template_not_approved", { id: templateId });
  const language = asked ?? (found.english === null ? 0 : 1);
  if ((language === 0 ? found.arabic : found.english) === null)
    throw new Refused("template_without_text", { id: templateId });
  const accountId = given.accountId ?? found.accountId;
  if (!(await findAccount(database(), accountId))) throw new Refused("account_not_found", { id: accountId });

  const loaded = await currentRouting(await withSendPool(routingVersion));
  const question = { number, accountId, versionId: found.versionId, language };
  const choice = choose(loaded.routing, question, loaded.serving ? downReasonIn(loaded) : () => null);
  return {
    number,
    accountId,
    language,
    route: choice.route,
    byOrder: choice.route === null && !loaded.routing.hasGeneralRoute,
    fate: fateOf(choice),
    candidates: choice.candidates.map(({ providerId, sender, acceptance }) => ({
      provider: loaded.routing.byId.get(providerId)!.name,
      sender,
      templateCode: acceptance?.templateCode ?? null,
    })),
    leftOut: choice.leftOut.map(({ provider, reason }) => ({ provider, reason })),
    health: loaded.serving,
  };
}
