import type { Carrier } from "./carrier.ts";
import { providerState } from "./provider-health.ts";
import { type DownReason, downReasons } from "./provider-state.ts";

export type CarrierStateKind =
  | "off"
  | "unusable"
  | "notAsked"
  | "unheard"
  | "down"
  | "partly"
  | "throttled"
  | "failing"
  | "connected"
  | "ready";

export interface CarrierState {
  kind: CarrierStateKind;
  reason: DownReason | null;
  detail: string | null;
  /** ISO. */
  since: string | null;
}

const earliest = (times: string[]) => times.toSorted()[0] ?? null;
const plain = (kind: CarrierStateKind, since: string | null = null): CarrierState => ({
  kind,
  reason: null,
  detail: null,
  since,
});

/** What a card says at a glance: all that the processes say of a carrier, and what the operator decided, in one state. */
export function stateOfCarrier({
  enabled,
  asked,
  usable,
  said,
  binds,
  figures,
}: Pick<Carrier, "enabled" | "asked" | "usable" | "said" | "binds" | "figures">): CarrierState {
  if (!usable) return plain("unusable");
  if (!enabled) return plain("off");
  if (!asked) return plain("notAsked");
  if (said.length === 0) return plain("unheard");
  const down = said.filter(({ ready }) => !ready);
  const [first] = down;
  if (first) {
    const known = downReasons.find((reason) => reason === first.reason) ?? null;
    const isAll = down.length === said.length;
    const since = earliest(down.map((each) => each.since));
    return { kind: isAll ? "down" : "partly", reason: known, detail: first.detail, since };
  }
  const held = binds.find(({ state }) => state === "throttled");
  if (held) return { ...plain("throttled", held.since), detail: held.why };
  // It can be reached, or is about to be tried again, but takes hardly anything.
  if (providerState(figures) === "trouble") return plain("failing");
  return plain(
    binds.some(({ state }) => state === "bound") ? "connected" : "ready",
    earliest(said.map((each) => each.since)),
  );
}
