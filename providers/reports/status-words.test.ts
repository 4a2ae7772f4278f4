import { expect, test } from "vitest";
import { callbackReader } from "./callback.ts";
import { callbackConfig } from "./callback-config.ts";
import { DEFAULT_DELIVERED, DEFAULT_FAILED, intermediateWord } from "./status-words.ts";

/** The states of each carrier's public documentation, see docs/operations.md. */
const carriers: Record<string, { delivered: string; failed: string; other: string }> = {
  "SMPP 3.4": {
    delivered: "DELIVRD",
    failed: "EXPIRED DELETED UNDELIV REJECTD",
    other: "ENROUTE ACCEPTD UNKNOWN",
  },
  "SMPP 5.0": {
    delivered: "DELIVERED",
    failed: "EXPIRED DELETED UNDELIVERABLE REJECTED SKIPPED",
    other: "SCHEDULED ENROUTE ACCEPTED UNKNOWN",
  },
  Twilio: {
    delivered: "delivered read",
    failed: "undelivered failed canceled",
    other: "queued sending sent accepted scheduled receiving received partially_delivered",
  },
  Vonage: {
    delivered: "delivered DELIVRD",
    failed: "expired failed rejected undeliverable UNDELIV FAILED REJECTD DELETED",
    other: "accepted buffered unknown submitted",
  },
  Infobip: {
    delivered: "DELIVERED DELIVERED_TO_HANDSET",
    failed:
      "UNDELIVERABLE UNDELIVERABLE_REJECTED_OPERATOR UNDELIVERABLE_NOT_DELIVERED EXPIRED EXPIRED_EXPIRED EXPIRED_DLR_UNKNOWN REJECTED REJECTED_NETWORK REJECTED_NOT_ENOUGH_CREDITS",
    other: "PENDING PENDING_ENROUTE PENDING_ACCEPTED DELIVERED_TO_OPERATOR",
  },
  Unifonic: {
    delivered: "Delivered",
    failed: "Undelivered Undeliverable Rejected Expired Deleted Failed SKIPPED",
    other: "Queued Sent Enroute Accepted Unknown",
  },
  Jasmin: {
    delivered: "DELIVRD",
    failed: "UNDELIV EXPIRED REJECTD DELETED",
    other: "ESME_ROK ACCEPTD UNKNOWN",
  },
  MessageBird: {
    delivered: "delivered",
    failed: "delivery_failed expired",
    other: "scheduled buffered sent",
  },
  Plivo: { delivered: "delivered read", failed: "undelivered failed rejected", other: "queued sent" },
  Sinch: {
    delivered: "Delivered DELIVERED",
    failed: "Aborted Cancelled Rejected Deleted Failed Expired FAILED",
    other: "Queued Dispatched Unknown",
  },
  ClickSend: { delivered: "", failed: "Failed Cancelled", other: "Sent Queued Scheduled WaitApproval" },
  "8x8": {
    delivered: "delivered delivered_to_handset",
    failed: "undelivered rejected",
    other: "queued sent",
  },
  seven: {
    delivered: "DELIVERED",
    failed: "NOTDELIVERED EXPIRED REJECTED FAILED",
    other: "TRANSMITTED BUFFERED",
  },
};

const kindOf = (config: object, status: string) =>
  callbackReader(callbackConfig.parse(config)).read({
    query: new URLSearchParams({ message_id: "1", status }),
    body: null,
  })[0]!.kind;

test.each(Object.entries(carriers))("without configuration the final states of %s are known", (_, states) => {
  for (const [kind, words] of Object.entries(states)) {
    const kinds = kind === "other" ? ["other", "intermediate"] : [kind];
    for (const word of words.split(" ").filter(Boolean)) expect(kinds, word).toContain(kindOf({}, word));
  }
});

test("no number is a final state, because its meaning differs between carriers", () => {
  for (let number = 0; number < 1_000; number++) expect(kindOf({}, String(number))).toBe("other");
});

test("known intermediate words are stored, and nothing that could contain a code", () => {
  for (const word of ["ENROUTE", "acceptd", "BUFFRED", "Queued", "sent", "PENDING_ENROUTE", " UNKNOWN "]) {
    expect(intermediateWord(word), word).toBe(word.trim().toUpperCase());
  }
  for (const text of [
    "",
    "PENDING_SECRET",
    "ENROUTE 4829",
    "queued: Your code",
    "4",
    "sentinel",
    "sent\nsent",
  ]) {
    expect(intermediateWord(text), text).toBeNull();
    expect(kindOf({}, text === "" ? "x" : text), text).toBe("other");
  }
});

test("a word within a sentence does not count", () => {
  for (const status of ["not delivered yet", "delivered to network", "no failure", "read later"]) {
    expect(kindOf({}, status), status).toBe("other");
  }
});

test("no word is both delivered and failed", () => {
  const [delivered, failed] = [new RegExp(DEFAULT_DELIVERED, "u"), new RegExp(DEFAULT_FAILED, "u")];
  const words = Object.values(carriers).flatMap(({ delivered: yes, failed: no }) => [
    ...yes.split(" "),
    ...no.split(" "),
  ]);
  for (const word of words) expect(delivered.test(word) && failed.test(word), word).toBe(false);
});

test("a configuration stored with an earlier release's defaults knows the current words", () => {
  const stored = {
    delivered: "^(DELIVRD|[Dd]elivered|DELIVERED)$",
    failed:
      "^(UNDELIV|EXPIRED|REJECTD|DELETED|[Ff]ailed|FAILED|[Uu]ndelivered|UNDELIVERED|[Rr]ejected|REJECTED|[Ee]xpired)$",
  };
  expect(kindOf(stored, "UNDELIVERABLE")).toBe("failed");
  expect(kindOf(stored, "DELIVERED_TO_HANDSET")).toBe("delivered");
  // The operator's own words stay alone.
  expect(kindOf({ failed: "^(UNDELIV)$" }, "UNDELIVERABLE")).toBe("other");
});
