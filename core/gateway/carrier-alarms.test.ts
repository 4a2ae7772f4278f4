import { expect, test } from "vitest";
import { alarmsOf, type JudgedCarrier } from "./carrier-alarms.ts";

const at = "2026-11-28T20:00:00.000Z";
const ready = { ready: true, reason: null, detail: null, since: at };
const down = { ready: false, reason: "not_connected", detail: "ECONNREFUSED", since: at };
const refused = { ready: false, reason: "bind_refused", detail: "ESME_RINVPASWD (0x0e)", since: at };
const well: JudgedCarrier = {
  name: "carrier",
  asked: true,
  said: [ready],
  unrecognisedAt: null,
  reports: true,
  due: { accepted: 100, delivered: 90, undelivered: 5 },
  usual: { accepted: 100, delivered: 92, undelivered: 5 },
};
const kinds = (more: Partial<JudgedCarrier>) => alarmsOf({ ...well, ...more }).map(({ kind }) => kind);

test.each<[string, Partial<JudgedCarrier>, string[]]>([
  ["all is well", {}, []],
  ["no process says anything", { said: [] }, []],
  ["down in every process", { said: [down, down] }, ["down"]],
  ["down in one process of two, whose connections another has", { said: [down, ready] }, []],
  ["a bind is refused in one of two", { said: [ready, refused] }, ["bind_refused"]],
  ["switched off", { asked: false, said: [down], unrecognisedAt: at }, []],
  ["an answer that nobody knows", { unrecognisedAt: at }, ["unrecognised"]],
  ["reports stopped", { due: { accepted: 20, delivered: 0, undelivered: 0 } }, ["no_reports"]],
  ["too few to tell", { due: { accepted: 19, delivered: 0, undelivered: 0 } }, []],
  ["one that has no reports", { reports: false, due: { accepted: 99, delivered: 0, undelivered: 0 } }, []],
  [
    "one that hardly ever reported",
    {
      due: { accepted: 99, delivered: 0, undelivered: 0 },
      usual: { accepted: 99, delivered: 0, undelivered: 1 },
    },
    [],
  ],
  [
    "fewer are delivered than usual",
    { due: { accepted: 100, delivered: 60, undelivered: 30 } },
    ["share_low"],
  ],
  ["a little fewer", { due: { accepted: 100, delivered: 70, undelivered: 20 } }, []],
  ["without a day before", { usual: null, due: { accepted: 100, delivered: 1, undelivered: 9 } }, []],
])("%s", (_, more, expected) => {
  expect(kinds(more)).toEqual(expected);
});

test("has the time it began and the carrier's own words", () => {
  expect(alarmsOf({ ...well, said: [refused] })).toEqual([
    { kind: "bind_refused", provider: "carrier", since: at, detail: "ESME_RINVPASWD (0x0e)" },
  ]);
});
