import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { keysOfAnswer, keysOfReceipt } from "./message-id.ts";

const NUMBER = "963911000005";

interface Known {
  message: number;
  id: string;
  number?: string;
}

/** Which message a receipt leads to, as `services/reports/connection-reports.ts` looks it up. */
function found(
  known: Known[],
  receipt: string,
  {
    addresses = [NUMBER],
    sent = "text",
    said = "text",
  }: {
    addresses?: string[];
    sent?: "text" | "decimal" | "hex";
    said?: "text" | "decimal" | "hex";
  } = {},
): number | undefined {
  const kept = new Map<string, number>();
  for (const { message, id, number = NUMBER } of known) {
    for (const key of keysOfAnswer(id, sent, number)) kept.set(key, message);
  }
  for (const group of keysOfReceipt(receipt, said, addresses)) {
    const messages = new Set(group.flatMap((key) => kept.get(key) ?? []));
    if (messages.size > 0) return messages.size === 1 ? [...messages][0] : undefined;
  }
  return undefined;
}

property.prop([fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.nat(20), fc.boolean()])(
  "a number is the same in hexadecimal and decimal, with any zeros and in any case",
  (value, zeros, upper) => {
    const hex = value.toString(16).padStart(zeros, "0");
    const spelled = upper ? hex.toUpperCase() : hex;
    expect(found([{ message: 1, id: spelled }], String(value), { sent: "hex", said: "decimal" })).toBe(1);
    expect(found([{ message: 1, id: String(value) }], spelled, { sent: "decimal", said: "hex" })).toBe(1);
    expect(
      found([{ message: 1, id: String(value + 1n) }], spelled, { sent: "decimal", said: "hex" }),
    ).toBeUndefined();
  },
);

property.prop([fc.stringMatching(/^[0-9a-fA-F-]{1,36}$/)])(
  "text is found as it is, and in another case",
  (id) => {
    for (const spelled of [id, id.toLowerCase(), id.toUpperCase(), `0${id}`]) {
      expect(found([{ message: 1, id }], spelled)).toBe(1);
    }
  },
);

test("an exact match takes precedence over one that ignores zeros and case", () => {
  const known = [
    { message: 1, id: "12" },
    { message: 2, id: "0012" },
  ];
  expect(found(known, "12")).toBe(1);
  expect(found(known, "0012")).toBe(2);
  // Either could be meant.
  expect(found(known, "00012")).toBeUndefined();
  expect(found([known[1]!], "012")).toBe(2);
});

test("the phone number counts, in any notation and field", () => {
  const known = [
    { message: 1, id: "7", number: "963911000005" },
    { message: 2, id: "7", number: "963944000006" },
  ];
  expect(found(known, "7", { addresses: ["+963911000005", "Aman"] })).toBe(1);
  expect(found(known, "7", { addresses: ["0944000006", "Aman"] })).toBe(2);
  expect(found(known, "7", { addresses: ["Aman", "00963944000006"] })).toBe(2);
  expect(found(known, "7", { addresses: ["963933000007", "Aman"] })).toBeUndefined();
  expect(found(known, "7", { addresses: ["", ""] })).toBeUndefined();
});

test("an empty id matches nothing", () => {
  expect(keysOfAnswer("", "text", NUMBER)).toEqual([]);
  expect(keysOfReceipt("", "hex", [NUMBER])).toEqual([]);
  expect(found([{ message: 1, id: "0" }], "")).toBeUndefined();
});

test.each(["text", "decimal", "hex"] as const)(
  "an id that is not a number in its notation is text, %s",
  (notation) => {
    expect(found([{ message: 1, id: "m-7" }], "m-7", { sent: notation, said: notation })).toBe(1);
  },
);
