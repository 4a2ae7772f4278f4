import type { DownReason } from "#core/gateway/provider-state.ts";
import type { LeftOutReason } from "./left-out.ts";
import {
  type Acceptance,
  approvalKey,
  type Route,
  type RoutedProvider,
  type Routing,
  senderKey,
} from "./routing.ts";

/** What of a message decides who may deliver it. */
export interface RoutingQuestion {
  /** Digits in international form. */
  number: string;
  accountId: number;
  /** The template version whose text is sent. */
  versionId: number;
  language: 0 | 1;
}

export interface Candidate {
  providerId: number;
  /** The sender to be shown; null for the one of the provider's configuration. */
  sender: string | null;
  /** How the operator has accepted the text; null where it was not asked. */
  acceptance: Acceptance | null;
}

export interface LeftOut {
  providerId: number;
  provider: string;
  reason: LeftOutReason;
}

export interface TakenRoute {
  prefix: string;
  /** Whether it is the account's own. */
  own: boolean;
}

export interface Choice {
  /** Null where no route applies: then the order of the providers decides, unless there are general routes. */
  route: TakenRoute | null;
  /** In the order in which they are tried. */
  candidates: Candidate[];
  /** All others, in the order of the providers. */
  leftOut: LeftOut[];
}

/**
 * Decides which providers may deliver a message, and in which order.
 *
 * The longest prefix wins, whoever's route it is; of two routes with the same prefix the account's own wins. So an own
 * route for 963 does not send those numbers elsewhere for which a general route names 96393: which carriers reach a
 * number is a matter of the number first. As long as there is no general route, the order of the providers stands in
 * its place.
 *
 * @param downReason why the provider takes no messages at present; null if it does. Asked only about providers that
 * nothing else holds back.
 */
export function choose(
  routing: Routing,
  question: RoutingQuestion,
  downReason: (providerId: number) => DownReason | null,
): Choice {
  const route = routeOf(routing, question);
  const named = route?.providerIds ?? (routing.hasGeneralRoute ? [] : routing.inOrder);
  const candidates: Candidate[] = [];
  const reasons = new Map<number, LeftOutReason>();
  for (const providerId of named) {
    const provider = routing.byId.get(providerId);
    if (!provider) continue;
    const sender = senderOf(routing, providerId, question.accountId);
    const acceptance =
      routing.approvals.get(approvalKey(providerId, question.versionId, question.language)) ?? null;
    const reason = holdsBack(routing, provider, sender, acceptance) ?? downReason(providerId);
    if (reason) reasons.set(providerId, reason);
    else candidates.push({ providerId, sender, acceptance });
  }
  return {
    route: route && { prefix: route.prefix, own: route.accountId !== null },
    candidates,
    leftOut:
      candidates.length === routing.providers.length ? [] : leftOutOf(routing, question, named, reasons),
  };
}

/** The sender that the operator has registered for the account with this provider, or for all accounts. */
export function senderOf({ senders }: Routing, providerId: number, accountId: number): string | null {
  return senders.get(senderKey(providerId, accountId)) ?? senders.get(senderKey(providerId, null)) ?? null;
}

function routeOf({ lengths, byPrefix }: Routing, { number, accountId }: RoutingQuestion): Route | null {
  for (const length of lengths) {
    const at = byPrefix.get(number.slice(0, length));
    const route = at?.own.get(accountId) ?? at?.general;
    if (route) return route;
  }
  return null;
}

function holdsBack(
  { heldBackSandboxes }: Routing,
  { id, enabled, usable, demandsApproval, needsSender }: RoutedProvider,
  sender: string | null,
  acceptance: Acceptance | null,
): LeftOutReason | null {
  if (heldBackSandboxes.has(id)) return "sandbox";
  if (!enabled) return "switched_off";
  if (!usable) return "unusable";
  if (demandsApproval && !acceptance) return "approval_missing";
  return needsSender && sender === null ? "sender_missing" : null;
}

function leftOutOf(
  routing: Routing,
  question: RoutingQuestion,
  named: readonly number[],
  reasons: ReadonlyMap<number, LeftOutReason>,
): LeftOut[] {
  const found: LeftOut[] = [];
  for (const { id, name } of routing.providers) {
    const reason = named.includes(id)
      ? reasons.get(id)
      : isOthers(routing, question, id)
        ? "account_not_allowed"
        : "no_route";
    if (reason) found.push({ providerId: id, provider: name, reason });
  }
  return found;
}

/** Whether only other accounts' routes name the provider for this number. */
function isOthers(
  { lengths, byPrefix }: Routing,
  { number, accountId }: RoutingQuestion,
  id: number,
): boolean {
  const matching = lengths.flatMap((length) => byPrefix.get(number.slice(0, length)) ?? []);
  const open = matching.some(
    ({ general, own }) => general?.providerIds.includes(id) || own.get(accountId)?.providerIds.includes(id),
  );
  return (
    !open && matching.some(({ own }) => [...own.values()].some((route) => route.providerIds.includes(id)))
  );
}
