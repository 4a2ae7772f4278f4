import type { Elsewhere, Outcome, Slot, SlotClaim, SlotState, Slots } from "../provider.ts";

export interface TestSlot extends Slot {
  states: SlotState[];
  isReleased: boolean;
  /** The lease comes to its end. */
  end(why: string): void;
  /** Another process should have the slot. */
  leave(why: string): void;
  /** Another process has the slot. */
  lose(): void;
}

/** Slots for which nobody else competes, unless a test says so. */
export interface TestSlots extends Slots {
  given: TestSlot[];
  /** How many slots a claim gets at once; the rest a test gives. */
  atOnce: number;
  elsewhere: Elsewhere;
  /** What another process does with what is handed over to it. */
  onHandOver: SlotClaim["handOver"];
  handedOver: number;
  isClaimed: boolean;
  give(): TestSlot;
  change(): void;
}

export function testSlots(): TestSlots {
  let claimed: { onSlot(slot: Slot): void; onChange(): void } | undefined;
  const slots: TestSlots = {
    given: [],
    atOnce: Number.POSITIVE_INFINITY,
    elsewhere: { kind: "down", since: new Date() },
    onHandOver: async (): Promise<Outcome | null> => null,
    handedOver: 0,
    isClaimed: false,
    claim(count, events) {
      claimed = events;
      slots.isClaimed = true;
      for (let i = 0; i < Math.min(count, slots.atOnce); i++) slots.give();
      return {
        elsewhere: () => slots.elsewhere,
        handOver: (delivery, times) => {
          slots.handedOver++;
          return slots.onHandOver(delivery, times);
        },
        close: () => {},
      };
    },
    give() {
      const [ending, yielding] = [new AbortController(), new AbortController()];
      let isHeld = true;
      const slot: TestSlot = {
        number: slots.given.length + 1,
        states: [],
        isReleased: false,
        ending: ending.signal,
        yielding: yielding.signal,
        isHeld: () => isHeld,
        report: (state) => void slot.states.push(state),
        release: async () => {
          slot.isReleased = true;
        },
        end: (why) => ending.abort(new Error(why)),
        leave: (why) => yielding.abort(new Error(why)),
        lose: () => {
          isHeld = false;
        },
      };
      slots.given.push(slot);
      claimed?.onSlot(slot);
      return slot;
    },
    change: () => claimed?.onChange(),
  };
  return slots;
}
