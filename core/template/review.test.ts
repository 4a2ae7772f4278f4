import { describe, expect, test } from "vitest";
import { likeness, piecesOf } from "./likeness.ts";
import { type ReviewContext, reviewChecks } from "./review.ts";
import { textChanges } from "./text-changes.ts";

const context: ReviewContext = { brands: ["Barada Taxi", "تكسي بردى"], otherNames: [], otherTexts: [] };
const named = (name: string, arabicName: string | null = null) => ({ name, arabicName });
const failing = (bodies: { english?: string; arabic?: string }, more: Partial<ReviewContext> = {}) =>
  reviewChecks({ english: null, arabic: null, ...bodies }, { ...context, ...more })
    .filter(({ passed }) => !passed)
    .map(({ name, languages, found }) => [name, languages, found.map(({ account }) => account.name)]);

describe("the checks of a version", () => {
  test("the account's name in either language is its brand, and is nobody else's", () => {
    const otherNames = [named("Taxi Barada", "تكسي")];
    expect(failing({ arabic: "رمز تَكسي بردى هو {code}" }, { otherNames })).toEqual([
      ["brand", ["arabic"], []],
    ]);
    expect(
      failing({ arabic: "رمز تكسي بردى هو {code}", english: "Barada Taxi {code}" }, { otherNames }),
    ).toEqual([]);
  });

  test("another account's Arabic name is found like its English one", () => {
    const otherNames = [named("Sham Cash", "شام كاش")];
    expect(failing({ arabic: "رمز شام كاش لدى Barada Taxi هو {code}" }, { otherNames })).toEqual([
      ["others", ["arabic"], ["Sham Cash"]],
    ]);
  });

  test("a plain text passes every check", () => {
    const bodies = { english: "Your Barada Taxi code is {code}", arabic: "رمز Barada Taxi هو {code}" };
    expect(failing(bodies)).toEqual([]);
  });

  test("each check names the language that it is about", () => {
    const english = `Your code is {code}. Visit bit.ly/x ${"now ".repeat(40)}`;
    expect(failing({ english, arabic: "رمز Barada Taxi هو {code} {code}" })).toEqual([
      ["code", ["arabic"], []],
      ["length", ["english"], []],
      ["link", ["english"], []],
      ["brand", ["english"], []],
    ]);
  });

  test.each([
    ["Sham Cash code for Barada Taxi: {code}", ["Sham Cash"]],
    ["S.H.A.M C-A-S-H Barada Taxi {code}", []],
    ["SHAM-CASH, Barada Taxi: {code}", ["Sham Cash"]],
    ["Shamcashier Barada Taxi {code}", []],
    ["Barada Taxi Plus {code}", []],
  ])("another account's name in %j", (english, found) => {
    const otherNames = ["Sham Cash", "Barada", "Taxi", "Go"].map((name) => named(name));
    expect(failing({ english }, { otherNames })).toEqual(
      found.length > 0 ? [["others", ["english"], found]] : [],
    );
  });

  test("an Arabic name is found regardless of vowel marks and tatweel", () => {
    const arabic = "رمزُ شــام كَاش لدى Barada Taxi هو {code}";
    expect(failing({ arabic }, { otherNames: [named("شام كاش")] })).toEqual([
      ["others", ["arabic"], ["شام كاش"]],
    ]);
    const respelt = "رمز شركه الامانه لدى Barada Taxi هو {code}";
    expect(failing({ arabic: respelt }, { otherNames: [named("شركة الأمانة")] })).toEqual([
      ["others", ["arabic"], ["شركة الأمانة"]],
    ]);
  });

  test("a disguised copy of a text is found, a shared phrase is not", () => {
    const otherTexts = [
      { account: named("Copied"), text: "Welcome to Barada Taxi, your code is: {code}." },
      { account: named("Other"), text: "Your code is {code}" },
    ];
    expect(failing({ english: "WELCOME to Barada Taxi! Your code is {code}" }, { otherTexts })).toEqual([
      ["similar", ["english"], ["Copied"]],
    ]);
  });
});

describe("the similarity of two texts", () => {
  const alike = (a: string, b: string) => likeness(piecesOf(a), piecesOf(b));

  test("is between 0 and 1, and symmetric", () => {
    expect(alike("same words", "Same, WORDS!")).toBe(1);
    expect(alike("abc", "xyz")).toBe(0);
    expect(alike("", "")).toBe(0);
    expect(alike("one two three", "one two four")).toBe(alike("one two four", "one two three"));
    expect(alike("one two three", "one two four")).toBeGreaterThan(alike("one two three", "one five four"));
  });
});

describe("the difference, word by word", () => {
  const marked = (before: string, after: string) =>
    textChanges(before, after)
      .map(({ text, change }) => (change === "same" ? text : `${change === "added" ? "+" : "-"}[${text}]`))
      .join("");

  test.each([
    ["Your code is {code}", "Your login code is {code}", "Your +[login ]code is {code}"],
    ["رمز الدخول {code}", "رمز الدفع {code}", "رمز -[الدخول]+[الدفع] {code}"],
    ["", "New {code}", "+[New {code}]"],
    ["Same", "Same", "Same"],
  ])("%j to %j", (before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  test("without the additions it is the old text, without the removals the new one", () => {
    const [before, after] = ["a b {code}, c\nd", "b {code} e, d\n"];
    const pieces = textChanges(before, after);
    const without = (change: string) =>
      pieces
        .filter((piece) => piece.change !== change)
        .map(({ text }) => text)
        .join("");
    expect([without("added"), without("removed")]).toEqual([before, after]);
  });
});
