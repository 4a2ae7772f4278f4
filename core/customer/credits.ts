/**
 * The arithmetic of charging, without a database. The ledger does the same in one statement; a property test compares
 * the two.
 */

export type Unit = "message" | "segment";

/** An active subscription, reduced to what charging needs. */
export interface Funds {
  id: number;
  unit: Unit;
  /** When it ends, in any unit of time: only the order matters. */
  endsAt: number;
  /** Credits left: quota minus used. */
  room: number;
}

export type Allocation =
  | { kind: "charged"; subscriptionId: number; credits: number; remaining: number }
  /** A subscription would cover this send alone, but earlier sends of the same batch used its credit. */
  | { kind: "crowded_out" }
  | { kind: "no_credit" };

/** The credits that one send costs. */
export function creditsFor(unit: Unit, segments: number): number {
  return unit === "segment" ? segments : 1;
}

/** Credits left in all subscriptions together. */
export function roomOf(funds: readonly Funds[]): number {
  return funds.reduce((sum, each) => sum + each.room, 0);
}

/** The order in which subscriptions are used up: the one that ends first comes first. */
export function inChargingOrder(funds: readonly Funds[]): Funds[] {
  return funds.toSorted((a, b) => a.endsAt - b.endsAt || a.id - b.id);
}

/**
 * Decides which subscription of one account pays for each send of a batch, in order of arrival: the first one whose
 * remaining credit covers the send. A send that does not fit because of earlier sends in the batch is not moved to the
 * next subscription: it takes part in the next batch.
 */
export function allocate(sends: readonly { segments: number }[], funds: readonly Funds[]): Allocation[] {
  const ordered = inChargingOrder(funds);
  /** Credits requested from each subscription so far, whether or not they were available. */
  const asked = new Map<number, number>();
  let remaining = roomOf(funds);
  return sends.map(({ segments }) => {
    const payer = ordered.find((each) => each.room >= creditsFor(each.unit, segments));
    if (!payer) return { kind: "no_credit" };
    const credits = creditsFor(payer.unit, segments);
    const sum = (asked.get(payer.id) ?? 0) + credits;
    asked.set(payer.id, sum);
    if (sum > payer.room) return { kind: "crowded_out" };
    remaining -= credits;
    return { kind: "charged", subscriptionId: payer.id, credits, remaining };
  });
}
