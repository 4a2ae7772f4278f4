import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { value } from "#core/input/value.ts";
import { providerName } from "./provider.ts";

/** In its place a test message has six random digits, as an OTP would. */
export const CODE_PLACE = "{code}";
export const TEST_TEXT = `Aman Gate test: ${CODE_PLACE}`;
const TEXT_LENGTH = 500;

export const providerTest = z.object({
  name: providerName,
  /** As people write it. */
  number: value("phone").pipe(z.string().min(1, problem("phone")).max(64, problem("phone"))),
  text: z
    .string({ error: problem("test_text") })
    .trim()
    .min(1, problem("test_text"))
    .max(TEXT_LENGTH, problem("test_text"))
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text.replaceAll("\n", "")), problem("test_text"))
    .default(TEST_TEXT),
  /** For how many seconds to wait for the delivery report. */
  wait: z.int().min(0).max(60).default(0),
});

/** Something that went over the wire, or happened to the connection. For the eyes of an admin only, and never stored. */
export interface WireEntry {
  /** Milliseconds since 1970. */
  at: number;
  direction: "sent" | "received" | "event";
  /** The first line of a request or an answer, or the name of a PDU. */
  title: string;
  fields: [name: string, value: string][];
  body?: string;
}

export interface TestReport {
  kind: "delivered" | "failed";
  word: string;
  at: string;
}

export interface TestResult {
  id: number;
  outcome: "accepted" | "rejected" | "unknown";
  scope: "recipient" | "text" | "provider" | "not_taken" | null;
  /** The provider's answer, or why there is none. */
  response: string;
  answerMs: number;
  /** Whether a delivery report can be expected. */
  reports: boolean;
  report: TestReport | null;
  /** Everything that was sent and received, without credentials. It holds the text, and is kept nowhere. */
  wire: WireEntry[];
}
