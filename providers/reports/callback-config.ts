import { z } from "zod";
import { currentPattern, DEFAULT_DELIVERED, DEFAULT_FAILED } from "./status-words.ts";

/**
 * Values that no status pattern may match: a pattern that does matches anything, and every report would mean the same.
 */
const CANARIES = ["", "482910", "zq8wv73kp5", "رمز"];

export const finalPattern = z
  .string()
  .superRefine((source, context) => {
    let expression: RegExp;
    try {
      expression = new RegExp(source, "u");
    } catch {
      return context.addIssue({ code: "custom", message: "is not a regular expression" });
    }
    if (CANARIES.some((text) => expression.test(text))) {
      context.addIssue({ code: "custom", message: "matches any text; name the provider's own words" });
    }
  })
  .transform(currentPattern);

const field = z.string().min(1).max(100);

/** The response body that the provider expects for an accepted report. Some repeat a report until they receive it. */
const answer = z.strictObject({
  body: z.string().max(2_000),
  content_type: z
    .string()
    .max(100)
    .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/, "is not a media type, such as text/plain")
    .default("text/plain; charset=utf-8"),
});

export const callbackConfig = z.strictObject({
  id: z.enum(["message_id", "provider_id"]).default("message_id"),
  id_field: field.default("message_id"),
  /** The separator of several ids in one field. */
  id_separator: z
    .string()
    .min(1)
    .max(5)
    .refine((separator) => !/[\p{L}\p{N}]/u.test(separator), "must not have letters or digits")
    .optional(),
  status_field: field.default("status"),
  delivered: finalPattern.default(DEFAULT_DELIVERED),
  failed: finalPattern.default(DEFAULT_FAILED),
  /** The field that contains a list of reports; not needed if the whole body is the list. */
  list_field: field.optional(),
  answer: answer.optional(),
  /** Where this provider reaches the gateway, if not at PUBLIC_URL: for `{{report_url}}`. */
  base_url: z
    .string()
    .refine(
      (value) => /^https?:\/\/[^/?#@\s]+\/?$/i.test(value) && URL.canParse(value),
      "must be an address without a path, such as http://10.8.0.1:3000",
    )
    .transform((value) => new URL(value).origin)
    .optional(),
  key: z.int().min(1).max(999_999).default(1),
});

export type CallbackConfig = z.output<typeof callbackConfig>;
