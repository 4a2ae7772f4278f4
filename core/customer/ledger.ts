/**
 * An account's credits over time: the balance is what sends could use, so it rises when a subscription begins or is
 * topped up, and falls when one is used, cancelled or ends with credits left. Everything is calculated backwards from
 * what is left at present, which the database keeps exact, so that old figures need not be kept for ever.
 */

export const LEDGER_COLUMNS = ["granted", "used", "returned", "cancelled", "lapsed", "carried"] as const;
export type LedgerColumn = (typeof LEDGER_COLUMNS)[number];

/**
 * What moved the balance. `lapsed` is negative where the extension of an ended subscription brought credits back;
 * `carried` is positive for credits that came from an earlier period, and negative for those that went to a later one.
 */
export type LedgerSums = Record<LedgerColumn, number>;

/** What each column does to the balance. */
export const LEDGER_SIGNS: Record<LedgerColumn, 1 | -1> = {
  granted: 1,
  used: -1,
  returned: 1,
  cancelled: -1,
  lapsed: -1,
  carried: 1,
};

export interface LedgerChange {
  kind: "grant" | "top_up" | "extend" | "cancel" | "renew" | "carry_in" | "carry_out" | "renewal";
  /** Added to the quota. */
  credits: number;
  at: Date;
  /** The subscription's end after the change. */
  endsAt: Date;
}

export interface LedgerSubscription {
  id: number;
  /** At present. */
  quota: number;
  used: number;
  startsAt: Date;
  cancelledAt: Date | null;
  /** Oldest first. */
  changes: readonly LedgerChange[];
  /** The credits charged and returned in the period, by day. */
  uses: readonly { day: string; charged: number; returned: number }[];
  /** The credits charged, less those returned, after the period. */
  usedLater: number;
}

export interface LedgerDay extends LedgerSums {
  /** `2026-11-30` */
  day: string;
  /** At the end of the day. */
  balance: number;
}

/** A movement that no message made: what a subscription was granted, or what of it ended. */
export interface LedgerMovement {
  day: string;
  subscriptionId: number;
  column: Exclude<LedgerColumn, "used" | "returned">;
  /** With the sign of the column. */
  amount: number;
}

export interface Ledger {
  opening: number;
  closing: number;
  sums: LedgerSums;
  /** The days on which the balance moved, oldest first. */
  days: LedgerDay[];
  /** What the columns sum, apart from sends; oldest first. */
  movements: LedgerMovement[];
}

export interface LedgerBounds {
  from: Date;
  /** Exclusive; not in the future. */
  until: Date;
  /** The day of a time, in the operator's time zone. */
  dayOf: (at: Date) => string;
}

export const noSums = (): LedgerSums => ({
  granted: 0,
  used: 0,
  returned: 0,
  cancelled: 0,
  lapsed: 0,
  carried: 0,
});

/** What the columns do to the balance together. */
export function changeOf(sums: LedgerSums): number {
  return LEDGER_COLUMNS.reduce((total, column) => total + LEDGER_SIGNS[column] * sums[column], 0);
}

/** The ledger of a period, of one subscription or of several together. */
export function ledgerOf(subscriptions: readonly LedgerSubscription[], bounds: LedgerBounds): Ledger {
  const byDay = new Map<string, LedgerSums>();
  const movements: LedgerMovement[] = [];
  let opening = 0;
  for (const each of subscriptions) {
    const own = new Map<string, LedgerSums>();
    opening += walk(each, bounds, own);
    for (const [day, moved] of own) {
      const all = byDay.get(day) ?? byDay.set(day, noSums()).get(day)!;
      for (const column of LEDGER_COLUMNS) {
        all[column] += moved[column];
        if (column === "used" || column === "returned" || moved[column] === 0) continue;
        movements.push({ day, subscriptionId: each.id, column, amount: moved[column] });
      }
    }
  }
  const sums = noSums();
  let balance = opening;
  const days: LedgerDay[] = [];
  for (const [day, moved] of [...byDay].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (LEDGER_COLUMNS.every((column) => moved[column] === 0)) continue;
    for (const column of LEDGER_COLUMNS) sums[column] += moved[column];
    balance += changeOf(moved);
    days.push({ day, ...moved, balance });
  }
  movements.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.subscriptionId - b.subscriptionId));
  return { opening, closing: balance, sums, days, movements };
}

type Event =
  | { kind: "start" | "end" | "cancel" | "revive"; at: number }
  | { kind: "credits"; at: number; credits: number; column: "granted" | "carried" };

/** In which order events of the same moment take place. */
const order: Event["kind"][] = ["start", "end", "revive", "credits", "cancel"];

/** Everything that happens to a subscription apart from sends, in order. */
function eventsOf({ startsAt, cancelledAt, changes }: LedgerSubscription): Event[] {
  const start = startsAt.getTime();
  const cancel = cancelledAt?.getTime() ?? Number.POSITIVE_INFINITY;
  // Cancelled before it began: it was never part of the balance.
  if (cancel <= start) return [];
  const events: Event[] = [{ kind: "start", at: start }];
  changes.forEach(({ kind, credits, at, endsAt }, index) => {
    const next = changes[index + 1]?.at.getTime() ?? Number.POSITIVE_INFINITY;
    const end = endsAt.getTime();
    const effective = Math.max(at.getTime(), start);
    if (credits !== 0) {
      const column = kind === "carry_in" || kind === "carry_out" ? "carried" : "granted";
      events.push({ kind: "credits", at: effective, credits, column });
    }
    const before = changes[index - 1]?.endsAt.getTime();
    if (before !== undefined && before <= at.getTime() && end > at.getTime()) {
      events.push({ kind: "revive", at: at.getTime() });
    }
    if (end > at.getTime() && end <= next && end <= cancel) events.push({ kind: "end", at: end });
  });
  if (cancelledAt) events.push({ kind: "cancel", at: cancel });
  return events.toSorted((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Adds a subscription's movements to their days. @returns its balance at the beginning of the period. */
function walk(of: LedgerSubscription, { from, until, dayOf }: LedgerBounds, byDay: Map<string, LedgerSums>) {
  const events = eventsOf(of);
  const begins = from.getTime();
  /** Credits left, usable or not, at the beginning of the period: what is left at present, with later movements undone. */
  let held = of.quota - of.used + of.usedLater;
  for (const { charged, returned } of of.uses) held += charged - returned;
  for (const event of events) if (event.kind === "credits" && event.at >= begins) held -= event.credits;
  // What never began, or will begin after the period, has no part in it.
  if (!events[0] || events[0].at >= until.getTime()) return 0;

  const usable = { start: true, revive: true, end: false, cancel: false };
  let alive = false;
  for (const event of events) {
    if (event.at < begins && event.kind !== "credits") alive = usable[event.kind];
  }
  const opening = alive ? held : 0;
  const sumsOf = (day: string) => byDay.get(day) ?? byDay.set(day, noSums()).get(day)!;
  /** Moves credits. Those of a subscription that cannot be used lapse with the movement, and do not change the balance. */
  const move = (day: string, column: LedgerColumn, amount: number) => {
    const sums = sumsOf(day);
    sums[column] += amount;
    held += LEDGER_SIGNS[column] * amount;
    if (!alive) sums.lapsed += LEDGER_SIGNS[column] * amount;
  };
  /** The balance falls to nothing, or comes back. What is held stays. */
  const turn = (day: string, into: boolean, column: "cancelled" | "lapsed") => {
    if (alive === into) return;
    sumsOf(day)[column] += into ? -held : held;
    alive = into;
  };

  const uses = of.uses.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  let next = 0;
  /** Applies the sends until the end of a day, which all came before the subscription's end on that day. */
  const applySends = (day: string) => {
    for (; next < uses.length && uses[next]!.day <= day; next++) {
      const { day: on, charged, returned } = uses[next]!;
      move(on, "used", charged);
      move(on, "returned", returned);
    }
  };
  for (const event of events) {
    if (event.at < begins || event.at >= until.getTime()) continue;
    const day = dayOf(new Date(event.at));
    if (event.kind === "credits") move(day, event.column, event.credits);
    else if (event.kind === "start") alive = true;
    else {
      if (event.kind !== "revive") applySends(day);
      turn(day, usable[event.kind], event.kind === "cancel" ? "cancelled" : "lapsed");
    }
  }
  applySends("9999");
  return opening;
}
