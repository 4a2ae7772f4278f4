import fc from "fast-check";
import type { Funds, Unit } from "#core/customer/credits.ts";
import { holdsCredit, type MessageStatus } from "#core/message/message-status.ts";
import type { Settlement } from "./settle.ts";

/** What may happen to an account. `pick` chooses a message by its place, so that runs can be shrunk. */
export type Step =
  | { kind: "grant"; quota: number; unit: Unit; days: number }
  | { kind: "cancel"; pick: number }
  | { kind: "reserve"; segments: number[] }
  | { kind: "next"; picks: number[] }
  | { kind: "settle"; picks: number[]; status: Settlement["status"] }
  | { kind: "report"; picks: number[]; status: "delivered" | "failed" }
  | { kind: "sweep"; picks: number[] }
  | { kind: "release"; picks: number[] };

const picks = fc.uniqueArray(fc.nat({ max: 30 }), { minLength: 1, maxLength: 6 });
export const steps = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("grant" as const),
        quota: fc.integer({ min: 1, max: 8 }),
        unit: fc.constantFrom<Unit>("message", "segment"),
        days: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), pick: fc.nat({ max: 5 }) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant("reserve" as const),
        segments: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("next" as const), picks }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("settle" as const),
        picks,
        status: fc.constantFrom<Settlement["status"]>("sent", "failed", "unknown"),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("report" as const),
        picks,
        status: fc.constantFrom("delivered" as const, "failed" as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("sweep" as const), picks }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("release" as const), picks }) },
  ),
  { minLength: 3, maxLength: 25 },
);

interface ModelMessage {
  subscriptionId: number;
  credits: number;
  status: MessageStatus;
}

/** The ledger in plain arithmetic. */
export class Model {
  readonly funds: (Funds & { active: boolean; quota: number })[] = [];
  readonly messages = new Map<number, ModelMessage>();

  active(): Funds[] {
    return this.funds.filter((each) => each.active);
  }

  move(id: number, from: MessageStatus[], to: MessageStatus): void {
    const message = this.messages.get(id)!;
    if (!from.includes(message.status)) return;
    if (!holdsCredit(to)) this.fundsOf(message.subscriptionId).room += message.credits;
    message.status = to;
  }

  fundsOf(id: number) {
    return this.funds.find((each) => each.id === id)!;
  }

  used(): Record<number, number> {
    return Object.fromEntries(this.funds.map((each) => [each.id, each.quota - each.room]));
  }
}
