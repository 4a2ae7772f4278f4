import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { type DeliverFields, readReceipt } from "./receipt.ts";

const fields = (text: string | Buffer, more: Partial<DeliverFields> = {}): DeliverFields => ({
  esmClass: 4,
  dataCoding: 0,
  message: Buffer.from(text),
  ...more,
});

const wide = (text: string) => Buffer.from(text, "utf16le").swap16();

test.each<[string, DeliverFields, unknown]>([
  [
    "the form of appendix B",
    fields(
      "id:0123_456 sub:001 dlvrd:001 submit date:2611280900 done date:2611280901 stat:DELIVRD err:000 text:Code 4",
    ),
    { id: "0123_456", kind: "delivered", word: "DELIVRD err:000" },
  ],
  [
    "without sub and dlvrd, in another order and case",
    fields("Stat:UNDELIV ID:9 Err:1a"),
    { id: "9", kind: "failed", word: "UNDELIV err:1a" },
  ],
  [
    "words that are written out",
    fields("id:9 stat:Delivered"),
    { id: "9", kind: "delivered", word: "DELIVRD" },
  ],
  [
    "a number that is too long for an error",
    fields("id:9 stat:REJECTD err:482910"),
    { id: "9", kind: "failed", word: "REJECTD" },
  ],
  [
    "what only the text of the message says",
    fields("stat:EXPIRED text:id:1 stat:DELIVRD"),
    { id: "", kind: "failed", word: "EXPIRED" },
  ],
  ["an empty id", fields("id: sub:001 stat:DELIVRD"), { id: "", kind: "delivered", word: "DELIVRD" }],
  [
    "ASCII under data_coding 8",
    fields("id:9 stat:DELETED", { dataCoding: 8 }),
    { id: "9", kind: "failed", word: "DELETED" },
  ],
  [
    "UTF-16 under data_coding 8",
    fields(wide("id:9 stat:DELIVRD"), { dataCoding: 8 }),
    { id: "9", kind: "delivered", word: "DELIVRD" },
  ],
  [
    "behind a user data header",
    fields(Buffer.concat([Buffer.from([5, 0, 3, 1, 1, 1]), Buffer.from("id:9 stat:DELIVRD")]), {
      esmClass: 0x44,
    }),
    { id: "9", kind: "delivered", word: "DELIVRD" },
  ],
  [
    "parameters go before the text",
    fields("id:9 stat:DELIVRD err:000", {
      receiptedMessageId: Buffer.from("abc\0"),
      messageState: Buffer.from([8]),
    }),
    { id: "abc", kind: "failed", word: "REJECTD err:000" },
  ],
  [
    "parameters make it a receipt, also without a NUL and in a data_sm",
    fields("", {
      esmClass: 0,
      receiptedMessageId: Buffer.from("abc"),
      messageState: Buffer.from([2]),
      networkErrorCode: Buffer.from([3, 0, 69]),
    }),
    { id: "abc", kind: "delivered", word: "DELIVRD err:69" },
  ],
  [
    "an empty or unknown parameter leaves it to the text",
    fields("id:9 stat:DELIVRD", { receiptedMessageId: Buffer.alloc(0), messageState: Buffer.from([99]) }),
    { id: "9", kind: "delivered", word: "DELIVRD" },
  ],
  [
    "an intermediate notification",
    fields("id:9 stat:DELIVRD", { esmClass: 0x20 }),
    { id: "9", kind: "intermediate", word: "DELIVRD" },
  ],
  ["a state in between", fields("id:9 stat:ACCEPTD"), { id: "9", kind: "intermediate", word: "ACCEPTD" }],
  ["UNKNOWN", fields("id:9 stat:UNKNOWN"), { id: "9", kind: "intermediate", word: "UNKNOWN" }],
  [
    "a word that nobody knows",
    fields("id:9 stat:482910"),
    { id: "9", kind: "intermediate", word: "UNKNOWN" },
  ],
  ["a message from a phone", fields("id:9 stat:DELIVRD", { esmClass: 0 }), null],
  [
    "a message whose text is a receipt's, of another type",
    fields("id:9 stat:DELIVRD", { esmClass: 8 }),
    null,
  ],
])("%s", (_, given, expected) => {
  expect(readReceipt(given)).toEqual(expected);
});

test("if only the text looks like a receipt, a setting decides", () => {
  const plain = fields("id:9 stat:DELIVRD", { esmClass: 0 });
  expect(readReceipt(plain, true)).toEqual({ id: "9", kind: "delivered", word: "DELIVRD" });
  expect(readReceipt(fields("Your stat: 9", { esmClass: 0 }), true)).toBeNull();
  expect(readReceipt(fields("id: stat:", { esmClass: 0 }), true)).toBeNull();
});

const states = [
  ["DELIVRD", "delivered"],
  ["EXPIRED", "failed"],
  ["DELETED", "failed"],
  ["UNDELIV", "failed"],
  ["REJECTD", "failed"],
  ["ACCEPTD", "intermediate"],
  ["ENROUTE", "intermediate"],
  ["UNKNOWN", "intermediate"],
] as const;

property.prop([
  fc.stringMatching(/^[\x21-\x7e]{1,64}$/).filter((id) => !/[,;:]/.test(id)),
  fc.constantFrom(...states),
  fc.string({ unit: "binary" }),
  fc.constantFrom("short" as const, "wide" as const),
])("any id and state is read, whatever the text behind it says", (id, [stat, kind], behind, form) => {
  const text = `id:${id} sub:001 dlvrd:001 submit date:1 done date:2 stat:${stat} err:000 text:${behind}`;
  const receipt = readReceipt(
    fields(form === "wide" ? wide(text) : text, { dataCoding: form === "wide" ? 8 : 0 }),
  );
  expect(receipt).toEqual({ id, kind, word: `${stat} err:000` });
});

property.prop([
  fc.uint8Array({ maxLength: 300 }),
  fc.nat(255),
  fc.nat(255),
  fc.option(fc.uint8Array({ maxLength: 5 })),
])(
  "anything at all is read without an error, and no word but ours is kept",
  (bytes, esmClass, dataCoding, parameter) => {
    const extra = parameter
      ? { messageState: Buffer.from(parameter), networkErrorCode: Buffer.from(parameter) }
      : {};
    const receipt = readReceipt(fields(Buffer.from(bytes), { esmClass, dataCoding, ...extra }));
    if (receipt) expect(receipt.word).toMatch(/^[A-Z]{7}( err:[0-9a-fA-F]{1,3})?$/);
  },
);
