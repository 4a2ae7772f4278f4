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
