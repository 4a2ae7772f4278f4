import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { changeOf, type LedgerSubscription, ledgerOf } from "./ledger.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const at = (days: number) => new Date(START + days * DAY);
const dayOf = (time: Date) => time.toISOString().slice(0, 10);

type Step =
  | { do: "send"; credits: number; fails: boolean }
  | { do: "top_up"; credits: number }
  | { do: "extend"; days: number }
  | { do: "cancel" }
  | { do: "carry_out" }
  | { do: "wait"; hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      credits: fc.integer({ min: 1, max: 9 }),
      fails: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 90 }) }),
  },
  fc.record({ do: fc.constant("top_up" as const), credits: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ do: fc.constant("extend" as const), days: fc.integer({ min: 1, max: 6 }) }),
  fc.constant({ do: "cancel" as const }),
  fc.constant({ do: "carry_out" as const }),
);

interface Told extends LedgerSubscription {
  sends: { at: number; charged: number; returned: number }[];
  /** The balance after each moment at which anything was done. */
  balances: [number, number][];
  status: { ends: number; cancelled: boolean };
}

/** What becomes of a subscription by the rules of the database, step by step. */
function tell(id: number, startsIn: number, length: number, quota: number, steps: Step[]): Told {
  const startsAt = START + startsIn * DAY + 1;
  let ends = startsAt + length * DAY;
  const changes = [
    {
      kind: "grant" as LedgerSubscription["changes"][number]["kind"],
      credits: quota,
      at: new Date(START),
      endsAt: new Date(ends),
    },
  ];
  const sends: Told["sends"] = [];
  const balances: Told["balances"] = [];
  let [used, total, now] = [0, quota, START];
  let cancelledAt: Date | null = null;
  const usable = () => now >= startsAt && now < ends && !cancelledAt;
  const note = () => balances.push([now, usable() ? total - used : 0]);
  note();
  for (const each of steps) {
    now += 1 + (each.do === "wait" ? each.hours * 3_600_000 : 60_000);
    if (each.do === "send" && usable() && total - used >= each.credits) {
      sends.push({ at: now, charged: each.credits, returned: each.fails ? each.credits : 0 });
      if (!each.fails) used += each.credits;
    } else if (each.do === "top_up" && !cancelledAt) {
      total += each.credits;
      changes.push({ kind: "top_up", credits: each.credits, at: new Date(now), endsAt: new Date(ends) });
    } else if (each.do === "extend" && !cancelledAt) {
      ends = Math.max(ends, now) + each.days * DAY;
      changes.push({ kind: "extend", credits: 0, at: new Date(now), endsAt: new Date(ends) });
    } else if (each.do === "carry_out" && now >= ends && !cancelledAt && total > used) {
      changes.push({ kind: "carry_out", credits: used - total, at: new Date(now), endsAt: new Date(ends) });
      total = used;
    } else if (each.do === "cancel" && !cancelledAt) {
      cancelledAt = new Date(now);
      changes.push({ kind: "cancel", credits: 0, at: new Date(now), endsAt: new Date(ends) });
    }
    note();
  }
  const status = { ends, cancelled: cancelledAt !== null };
  return {
    id,
    quota: total,
    used,
    startsAt: new Date(startsAt),
    cancelledAt,
    changes,
    uses: [],
    usedLater: 0,
    sends,
    balances,
    status,
  };
}

/** The subscription as it is read for a period. */
function cut(told: Told, from: Date, until: Date): LedgerSubscription {
  const days = new Map<string, { day: string; charged: number; returned: number }>();
  let usedLater = 0;
  for (const { at: time, charged, returned } of told.sends) {
    if (time >= until.getTime()) usedLater += charged - returned;
    else if (time >= from.getTime()) {
      const day = dayOf(new Date(time));
      const sum = days.get(day) ?? { day, charged: 0, returned: 0 };
      days.set(day, { day, charged: sum.charged + charged, returned: sum.returned + returned });
    }
  }
  return { ...told, uses: [...days.values()], usedLater };
}

/** The balance at the end of the day before a day: as the story had it at that moment. */
function balanceAt(told: Told, time: Date): number {
  const begun = told.startsAt.getTime() < time.getTime();
  const endsThen = told.changes.findLast((change) => change.at < time)?.endsAt ?? new Date(0);
  const isOver =
    endsThen.getTime() < time.getTime() || (told.cancelledAt !== null && told.cancelledAt < time);
  if (!begun || isOver) return 0;
  const granted = told.changes
    .filter((change) => change.at < time)
    .reduce((sum, { credits }) => sum + credits, 0);
  const used = told.sends
    .filter((send) => send.at < time.getTime())
    .reduce((sum, { charged, returned }) => sum + charged - returned, 0);
  return granted - used;
}

const story = fc
  .tuple(
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 100 }),
    fc.array(step, { maxLength: 60 }),
  )
  .map(([startsIn, length, quota, steps]) => tell(1, startsIn, length, quota, steps));

const END = 400;

property.prop([
  fc.array(story, { minLength: 1, maxLength: 4 }),
  fc.integer({ min: 0, max: 60 }),
  fc.integer({ min: 1, max: 60 }),
])(
  "opening and all columns together make the closing balance, which is what could be sent at that moment",
  (stories, first, length) => {
    const [from, until] = [at(first), at(first + length)];
    const ledger = ledgerOf(
      stories.map((each) => cut(each, from, until)),
      { from, until, dayOf },
    );
    const real = (time: Date) => stories.reduce((sum, each) => sum + balanceAt(each, time), 0);
    expect(ledger.opening).toBe(real(from));
    expect(ledger.closing).toBe(real(until));
    expect(ledger.opening + changeOf(ledger.sums)).toBe(ledger.closing);
    for (const column of ["granted", "cancelled", "lapsed", "carried"] as const) {
      const moved = ledger.movements.filter((each) => each.column === column);
      expect(moved.reduce((sum, { amount }) => sum + amount, 0)).toBe(ledger.sums[column]);
    }
    for (const { day, balance } of ledger.days) {
      expect(balance).toBe(real(new Date(Date.parse(day) + DAY)));
      expect(balance).toBeGreaterThanOrEqual(0);
    }
  },
);

property.prop([fc.array(story, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 60 })])(
  "two periods that follow each other are the same as one over both",
  (stories, middle) => {
    const part = (from: Date, until: Date) =>
      ledgerOf(
        stories.map((each) => cut(each, from, until)),
        { from, until, dayOf },
      );
    const [whole, one, two] = [part(at(0), at(END)), part(at(0), at(middle)), part(at(middle), at(END))];
    expect(two.opening).toBe(one.closing);
    expect([...one.days, ...two.days]).toEqual(whole.days);
  },
);

property.prop([fc.array(story, { minLength: 1, maxLength: 3 })])(
  "the ledgers of all subscriptions add up to that of the account",
  (stories) => {
    const [from, until] = [at(0), at(END)];
    const of = (list: Told[]) =>
      ledgerOf(
        list.map((each) => cut(each, from, until)),
        { from, until, dayOf },
      );
    const parts = stories.map((each) => of([each]));
    expect(parts.reduce((sum, { closing }) => sum + closing, 0)).toBe(of(stories).closing);
    expect(parts.reduce((sum, { sums }) => sum + sums.lapsed, 0)).toBe(of(stories).sums.lapsed);
  },
);

const plain = (change: Partial<LedgerSubscription>): LedgerSubscription => ({
  id: 1,
  quota: 100,
  used: 30,
  startsAt: at(1),
  cancelledAt: null,
  changes: [{ kind: "grant", credits: 100, at: at(1), endsAt: at(11) }],
  uses: [{ day: dayOf(at(3)), charged: 35, returned: 5 }],
  usedLater: 0,
  ...change,
});
const whole = { from: at(0), until: at(END), dayOf };

test("credits left at the end lapse on that day", () => {
  expect(ledgerOf([plain({})], whole).days).toMatchObject([
    { day: "2026-01-02", granted: 100, balance: 100 },
    { day: "2026-01-04", used: 35, returned: 5, balance: 70 },
    { day: "2026-01-12", lapsed: 70, balance: 0 },
  ]);
});

test("credits left at cancellation are cancelled, and do not lapse later", () => {
  const ledger = ledgerOf([plain({ cancelledAt: at(5) })], whole);
  expect(ledger.sums).toMatchObject({ granted: 100, cancelled: 70, lapsed: 0 });
});

test("an extension after the end restores lapsed credits", () => {
  const [first] = plain({}).changes;
  const changes = [first!, { kind: "extend" as const, credits: 0, at: at(20), endsAt: at(25) }];
  expect(ledgerOf([plain({ changes })], whole).days.slice(2)).toMatchObject([
    { day: "2026-01-12", lapsed: 70, balance: 0 },
    { day: "2026-01-21", lapsed: -70, balance: 70 },
    { day: "2026-01-26", lapsed: 70, balance: 0 },
  ]);
});

test("a subscription cancelled before it begins was never granted", () => {
  expect(ledgerOf([plain({ used: 0, uses: [], cancelledAt: at(1) })], whole)).toMatchObject({
    closing: 0,
    days: [],
  });
});

test("carried-over credits move between subscriptions, and are neither granted nor lapsed", () => {
  const [first] = plain({}).changes;
  const old = plain({
    quota: 30,
    changes: [first!, { kind: "carry_out", credits: -70, at: at(11), endsAt: at(11) }],
  });
  const renewed = plain({
    id: 2,
    quota: 170,
    used: 0,
    uses: [],
    startsAt: at(11),
    changes: [
      { kind: "renew", credits: 100, at: at(10), endsAt: at(21) },
      { kind: "carry_in", credits: 70, at: at(11), endsAt: at(21) },
    ],
  });
  const ledger = ledgerOf([old, renewed], { ...whole, until: at(12) });
  expect(ledger.days.at(-1)).toMatchObject({
    day: "2026-01-12",
    granted: 100,
    lapsed: 0,
    carried: 0,
    balance: 170,
  });
  expect(ledgerOf([old], whole).sums).toMatchObject({ lapsed: 0, carried: -70 });
  expect(ledgerOf([renewed], { ...whole, until: at(12) }).sums).toMatchObject({ granted: 100, carried: 70 });
});
