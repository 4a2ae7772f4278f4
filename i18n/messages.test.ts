import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { auditActions } from "#core/audit/audit-action.ts";
import { JOBS } from "#core/gateway/job.ts";
import { problemTexts } from "#core/input/problem.ts";
import { messages } from "./messages.ts";

type Tree = { [key: string]: string | Tree };

/** `common.nav.overview` and the like, with the words. */
function leaves(tree: Tree, path: string[] = []): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[[...path, key].join("."), value] as [string, string]]
      : leaves(value, [...path, key]),
  );
}

const en = leaves(messages.en as unknown as Tree);
const ar = new Map(leaves(messages.ar as unknown as Tree));
const placeholders = (text: string) =>
  [...text.replaceAll(/'\{[^}]*\}'/g, "").matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort();

test("both languages have the same keys", () => {
  expect([...ar.keys()].sort()).toEqual(en.map(([key]) => key).sort());
});

test("both languages have the same placeholders", () => {
  for (const [key, text] of en) {
    if (text.includes(", plural,")) continue;
    expect(placeholders(ar.get(key)!), key).toEqual(placeholders(text));
  }
});

test("a toast is a sentence with a full stop", () => {
  const told =
    /Toast$|^approvals\.(approved|rejected|late\.\w+)$|^templates\.(saved|submitted|withdrawn|archived|discarded)$|\.logo(Saved|Removed)$|^accounts\.(created|saved|suspended|resumed)$|^profile\.(changed|sessions\.(ended|othersEnded))$|^twoFactor\.turnedO|^routing\.(\w+Saved|removed)$/;
  const toasts = en.filter(([key]) => told.test(key));
  expect(toasts.length).toBeGreaterThan(40);
  const bare = toasts.filter(([key, text]) => !text.endsWith(".") || !ar.get(key)!.endsWith("."));
  expect(bare.map(([key]) => key)).toEqual([]);
});

test("no field error mentions a database limit, a character standard or a code", () => {
  const problems = en.filter(([key]) => key.startsWith("problems."));
  const inner = /2,?147|Unicode|CIDR|\bkannel\b|smpp|mtn_|control characters\.$|^Must be /;
  const wrong = problems.filter(([key, text]) => inner.test(text) || inner.test(ar.get(key)!));
  expect(wrong.map(([key]) => key)).toEqual([]);
});

test("an Arabic plural has its zero, one, two, few, many and other forms", () => {
  for (const [key, text] of en.filter(([, text]) => text.includes(", plural,"))) {
    const arabic = ar.get(key)!;
    expect(arabic, key).toMatch(/(zero|=0) \{/);
    for (const form of ["one", "two", "few", "many", "other"]) expect(arabic, key).toContain(`${form} {`);
    expect(text, key).toContain("other {");
  }
});

test("user input is isolated, so that a name in the other direction does not move the text around it", () => {
  // Read aloud and never drawn, or drawn in an element of its own.
  const apart = /\.actionsOf$|^common\.viewing\.text$/;
  const bare = (names: string) => new RegExp(`(?<!\u2068)\\{(?:${names})\\}|\\{(?:${names})\\}(?!\u2069)`);
  const typed = bare("name|plan|brand|reason");
  // Left to right as English is.
  const latin = bare("email|by|range|address");
  const wrong = en
    .filter(([key]) => !apart.test(key))
    .filter(([key, text]) => typed.test(text) || typed.test(ar.get(key)!) || latin.test(ar.get(key)!));
  expect(wrong.map(([key]) => key)).toEqual([]);
});

test.each([
  [0, "0 وحدة"],
  [1, "وحدة واحدة"],
  [2, "وحدتان"],
  [7, "7 وحدات"],
  [1011, "1,011 وحدة"],
  [5000, "5,000 وحدة"],
])("a plan of %i credits has the right Arabic plural", (quota, credits) => {
  const t = createTranslator({ locale: "ar", messages: messages.ar });
  const length = t("common.length.days", { count: 3 });
  const text = t("subscriptions.planOption", { name: "T3", quota, length });
  expect(text).toBe(`\u2068T3\u2069: ${credits}، 3 أيام`);
});

test("every input problem has a text", () => {
  expect(Object.keys(messages.en.problems).sort()).toEqual(Object.keys(problemTexts).sort());
});

test("every audit action has a text", () => {
  const named = en.filter(([key]) => key.startsWith("audit.actions.")).map(([key]) => key.slice(14));
  expect(named.sort()).toEqual([...auditActions].sort());
});

test("every background job has a text", () => {
  expect(Object.keys(messages.en.adminOverview.jobs).sort()).toEqual([...JOBS].sort());
});

test("every key is used", () => {
  const root = join(import.meta.dirname, "..");
  const sources = ["app", "components", "services/mail"].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(root, room, file), "utf8")),
  );
  const everything = sources.join("\n");
  // Problems, states, actions and the values of settings are looked up by codes that come from elsewhere.
  const elsewhere = ["problems.", "common.status.", "audit.actions.", "carriers.values."];
  const looked = en.filter(([key]) => !elsewhere.some((start) => key.startsWith(start)));
  const unused = looked.filter(([key]) => {
    const last = key.split(".").at(-1)!;
    const group = key.split(".").at(-2)!;
    return !(
      everything.includes(`"${last}"`) ||
      everything.includes(`.${last}"`) ||
      everything.includes(`}.${last}\``) ||
      everything.includes(`${group}.$`) ||
      new RegExp(`\\b${last}:`).test(everything)
    );
  });
  expect(unused.map(([key]) => key)).toEqual([]);
});
