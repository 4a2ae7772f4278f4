/**
 * The arithmetic of charging, without a database. The ledger does the same in one statement; a property test
 * holds the two against each other.
 */

export type Unit = "message" | "segment";

/** An active subscription, as far as charging is concerned. */
export interface Funds {
  id: number;
  unit: Unit;
  /** In any unit of time: only the order counts. */
  endsAt: number;
  /** Quota less used. */
  room: number;
}

export type Allocation =
  | { kind: "charged"; subscriptionId: number; credits: number; remaining: number }
  /** A subscription would cover it alone, but what came before it in this batch took the room. */
  | { kind: "crowded_out" }
  | { kind: "no_credit" };

/** What one send costs. */
export function creditsFor(unit: Unit, segments: number): number {
  return unit === "segment" ? segments : 1;
}

/** Credits left over all of them. */
export function roomOf(funds: readonly Funds[]): number {
  return funds.reduce((sum, each) => sum + each.room, 0);
}

/** The order in which subscriptions are used up: what ends first, first. */
export function inChargingOrder(funds: readonly Funds[]): Funds[] {
  return funds.toSorted((a, b) => a.endsAt - b.endsAt || a.id - b.id);
}

/**
 * Which subscription of one account pays for each send of a batch, in order of arrival: the first whose room
 * covers it. A send that its neighbours crowd out is not moved on to the next subscription at once, since it
 * takes part in the next batch.
 */
export function allocate(sends: readonly { segments: number }[], funds: readonly Funds[]): Allocation[] {
  const ordered = inChargingOrder(funds);
  /** What was asked of each so far, whether it fitted or not. */
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
