import fc from "fast-check";
import { expect, test } from "vitest";
import { type Claimant, hasTooMany, shareOf } from "./bind-share.ts";

const processes = (slots: number[]): Claimant[] => slots.map((each) => ({ slots: each, isResting: false }));

test("processes in any order end with numbers of slots that differ by one at most, and stay there", () => {
  const turns = fc.infiniteStream(fc.nat());
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 6 }),
      turns,
      (count, some, order) => {
        // The first one took all slots before the others came.
        const held = Array.from({ length: some }, (_, index) => (index === 0 ? count : 0));
        let changes = 0;
        const turn = (me: number) => {
          const others = processes(held.filter((_, index) => index !== me));
          const free = count - held.reduce((sum, each) => sum + each, 0);
          const taken = Math.max(0, Math.min(free, shareOf(count, false, others) - held[me]!));
          const given = free === 0 && hasTooMany(held[me]!, others) ? 1 : 0;
          held[me]! += taken - given;
          changes += taken + given;
        };
        for (let n = 0; n < 50; n++) turn(order.next().value! % some);
        // Whatever the order was, each has its turn in the end.
        for (let n = 0; n < 40; n++) for (let me = 0; me < some; me++) turn(me);
        expect(held.reduce((sum, each) => sum + each, 0)).toBe(count);
        expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
        changes = 0;
        for (let me = 0; me < some; me++) turn(me);
        expect(changes).toBe(0);
      },
    ),
  );
});

test("a process that rests takes nothing while another one wants slots, and is not waited for", () => {
  const [wants, rests] = [
    { slots: 0, isResting: false },
    { slots: 0, isResting: true },
  ];
  expect(shareOf(2, true, [wants])).toBe(0);
  expect(shareOf(2, true, [])).toBe(2);
  expect(shareOf(2, true, [rests])).toBe(2);
  expect(shareOf(3, false, [rests])).toBe(3);
  expect(shareOf(3, false, [rests, wants])).toBe(2);
  expect(hasTooMany(3, [rests])).toBe(false);
  expect(hasTooMany(2, [wants, rests])).toBe(true);
  expect(hasTooMany(1, [wants])).toBe(false);
});
