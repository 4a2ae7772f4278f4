import { type DownReason, type ProviderState, ready } from "#core/gateway/provider-state.ts";
import { type ActiveProvider, providerChain } from "./provider-chain.ts";

/**
 * Whether this process can hand messages to a provider now: what the provider says of its connections, and then its
 * breaker. A provider whose breaker is due to be probed counts as ready.
 */
export function stateOf({ provider, breaker }: ActiveProvider): ProviderState {
  const own = provider.state?.() ?? ready;
  if (own.kind === "down" || !breaker || breaker.admits()) return own;
  return { kind: "down", reason: "breaker_open", since: breaker.openSince ?? new Date() };
}

/** Why this process cannot hand messages to it now; null if it can. */
export function downReasonOf(active: ActiveProvider | undefined): DownReason | null {
  const state = active && stateOf(active);
  return state?.kind === "down" ? state.reason : null;
}

export function isReady(active: ActiveProvider): boolean {
  return stateOf(active).kind === "ready";
}

export interface StatedProvider {
  id: number;
  name: string;
  state: ProviderState;
}

/** The providers that this process asks, in order, with their states. Providers that are not asked are not in it. */
export async function providerStates(): Promise<StatedProvider[]> {
  return (await providerChain()).map((active) => ({
    id: active.id,
    name: active.name,
    state: stateOf(active),
  }));
}
