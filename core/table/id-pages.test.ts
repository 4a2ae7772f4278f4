import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INT4_MAX, id, longId } from "#core/input/id.ts";
import { boundsOf, pageOf } from "./id-pages.ts";

describe("the bounds of a page", () => {
  test("any cursor is either comparable with ids in PostgreSQL or ignored", () => {
    const cursor = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.bigInt().map(String),
      fc.constantFrom("abc", "2147483648", "9007199254740993", "-1", "0", "1e3", "0x10", " 5", "٥"),
    );
    fc.assert(
      fc.property(cursor, cursor, (after, before) => {
        for (const [rowId, most] of [
          [id, INT4_MAX],
          [longId, Number.MAX_SAFE_INTEGER],
        ] as const) {
          const { behind, ahead, limit } = boundsOf({ size: 25, after, before }, rowId);
          for (const bound of [behind, ahead]) {
            expect(bound === undefined || (Number.isInteger(bound) && bound > 0 && bound <= most)).toBe(true);
          }
          expect(behind === undefined || ahead === undefined).toBe(true);
          expect(limit).toBe(26);
        }
      }),
    );
  });

  test("a cursor outside the range of ids reads the list from the end that has the rows", () => {
    expect(boundsOf({ size: 2, after: "2147483648" }, id)).toMatchObject({ behind: INT4_MAX });
    expect(boundsOf({ size: 2, after: "abc", before: "7" }, id)).toMatchObject({
      behind: undefined,
      ahead: 7,
    });
    const bounds = boundsOf({ size: 2, after: "2147483648" }, id);
    expect(pageOf([{ id: 3 }, { id: 2 }, { id: 1 }], bounds).rows).toEqual([{ id: 3 }, { id: 2 }]);
  });
});
