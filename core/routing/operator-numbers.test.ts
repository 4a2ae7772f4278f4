import fc from "fast-check";
import { expect, test } from "vitest";
import { numbersOf, PREFIX_DIGITS } from "./operator-numbers.ts";

const prefix = fc.string({ unit: fc.constantFrom("1", "2"), minLength: 1, maxLength: 7 });
// A prefix belongs to one operator.
const operators = fc
  .uniqueArray(fc.tuple(prefix, fc.integer({ min: 1, max: 3 })), { selector: ([text]) => text, maxLength: 8 })
  .map((pairs) =>
    [1, 2, 3].map((id) => ({ id, prefixes: pairs.filter(([, of]) => of === id).map(([text]) => text) })),
  );
const number = fc.string({ unit: fc.constantFrom("1", "2", "3"), minLength: 8, maxLength: 9 });

test("a number belongs to the operator with its longest prefix, and blocks that can contain it are read", () => {
  fc.assert(
    fc.property(operators, number, fc.integer({ min: 0, max: 4 }), (all, text, id) => {
      const [longest] = all
        .flatMap((operator) => operator.prefixes.map((each) => ({ id: operator.id, each })))
        .filter(({ each }) => text.startsWith(each))
        .sort((one, other) => other.each.length - one.each.length);
      const { pattern, firsts } = numbersOf(all, id);
      const belongs = (longest?.id ?? 0) === id;
      expect(new RegExp(pattern).test(text)).toBe(belongs);
      const first = Number(text.slice(0, PREFIX_DIGITS));
      if (!belongs || !firsts) return;
      if ("any" in firsts) expect(firsts.any).toContain(first);
      else expect(firsts.otherThan).not.toContain(first);
    }),
    { numRuns: 1_000 },
  );
});
