import type { DownReason } from "#core/gateway/provider-state.ts";
import { choose, type RoutingQuestion, type TakenRoute } from "#core/routing/choose.ts";
import { type Fate, fateOf, type UnroutableReason, unroutableReason } from "#core/routing/fate.ts";
import type { Acceptance } from "#core/routing/routing.ts";
import type { ActiveProvider, LoadedRouting } from "./provider-chain.ts";
import { downReasonOf } from "./provider-states.ts";

/** A provider that may deliver a message, and what it is handed beside the text. */
export interface ChosenProvider extends ActiveProvider {
  /** Null for the sender of its configuration. */
  sender: string | null;
  acceptance: Acceptance | null;
}

export interface Candidates {
  fate: Fate;
  /** In the order in which they are tried. */
  providers: readonly ChosenProvider[];
  route: TakenRoute | null;
  /** Why, if nobody may deliver the message. */
  why: UnroutableReason | null;
}

/** Why a provider takes no messages at present, as this process sees it. */
export function downReasonIn({ active }: LoadedRouting): (providerId: number) => DownReason | null {
  return (id) => downReasonOf(active.get(id));
}

export function candidatesFor(loaded: LoadedRouting, question: RoutingQuestion): Candidates {
  const choice = choose(loaded.routing, question, downReasonIn(loaded));
  const fate = fateOf(choice);
  return {
    fate,
    providers: choice.candidates.map(({ providerId, sender, acceptance }) => ({
      ...loaded.active.get(providerId)!,
      sender,
      acceptance,
    })),
    route: choice.route,
    why: fate === "unroutable" ? unroutableReason(choice) : null,
  };
}
