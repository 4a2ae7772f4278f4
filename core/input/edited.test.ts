import fc from "fast-check";
import { expect, test } from "vitest";
import { isAsItWas, textsOf } from "./edited.ts";

const now = { name: "A", notes: null, quota: 5, endsAt: new Date(0), countries: ["SY"], on: false };

test.each([
  [{}, true],
  [{ name: "A" }, true],
  [{ name: "A", notes: "", quota: "5", on: "false" }, true],
  [{ endsAt: "1970-01-01T00:00:00.000Z", countries: '["SY"]' }, true],
  [{ name: "B" }, false],
  [{ name: "A", notes: "x" }, false],
  [{ quota: "6" }, false],
  [{ countries: '["SY","LB"]' }, false],
  [{ unheard: "of" }, false],
])("%j: %s", (was, same) => {
  expect(isAsItWas(was, now)).toBe(same);
});

test("a form's values survive unchanged, and every change is detected", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { minKeys: 1 }), fc.string(), (values, mark) => {
      expect(isAsItWas(textsOf(values), values)).toBe(true);
      const [field] = Object.keys(values) as [string];
      const changed = Object.assign(Object.create(null), values, { [field]: `${values[field]}.${mark}` });
      expect(isAsItWas(textsOf(values), changed)).toBe(false);
    }),
  );
});
