import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { nameFields, nameIn, namesOf, storedNames } from "./account-name.ts";

const english = fc.stringMatching(/^[A-Z][a-z]{0,20}$/);
const arabic = fc.stringMatching(/^[ء-ي]{1,20}$/);
const fields = fc
  .record({ englishName: fc.oneof(english, fc.constant("")), arabicName: fc.oneof(arabic, fc.constant("")) })
  .filter(({ englishName, arabicName }) => englishName + arabicName !== "");

property.prop([fields])(
  "what is entered comes back in the same fields, and each reader reads their language",
  (entered) => {
    const stored = storedNames(entered)!;
    expect(nameFields(stored)).toEqual(entered);
    expect(nameIn(stored, "en")).toBe(entered.englishName || entered.arabicName);
    expect(nameIn(stored, "ar")).toBe(entered.arabicName || entered.englishName);
    expect(namesOf(stored)).toEqual([entered.englishName, entered.arabicName].filter(Boolean));
  },
);

test("one name is needed, and the same one twice is one", () => {
  expect(storedNames({ englishName: "", arabicName: "" })).toBeNull();
  expect(storedNames({ englishName: "Zain", arabicName: "Zain" })).toEqual({
    name: "Zain",
    arabicName: null,
  });
});
