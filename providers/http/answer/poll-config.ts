import { z } from "zod";
import { askingHeaders, askingText } from "#providers/http/request/fields.ts";
import { placeholders } from "#providers/http/request/placeholders.ts";
import { requestProblems } from "#providers/http/request/request-template.ts";
import { scheduleFields } from "#providers/poll-schedule.ts";
import { finalPattern } from "#providers/reports/callback-config.ts";
import { DEFAULT_DELIVERED, DEFAULT_FAILED } from "#providers/reports/status-words.ts";

/** The request that asks what became of a message. */
export const pollConfig = z
  .strictObject({
    method: z.enum(["GET", "POST"]).default("GET"),
    url: askingText,
    headers: askingHeaders.default({}),
    body: askingText.optional(),
    /** The field of the answer that has the status; without it the whole text is the status. */
    status_field: z.string().min(1).max(100).optional(),
    delivered: finalPattern.default(DEFAULT_DELIVERED),
    failed: finalPattern.default(DEFAULT_FAILED),
    ...scheduleFields,
  })
  .superRefine((config, context) => {
    const used = [config.url, config.body ?? "", ...Object.values(config.headers)].map((value) =>
      placeholders(value, "asking"),
    );
    // Already reported for the field itself.
    if (used.some(({ unknown }) => unknown.length > 0)) return;
    for (const { path, message } of requestProblems(config)) {
      context.addIssue({ code: "custom", path, message });
    }
    if (!used.some(({ names }) => names.some((name) => NAMING.has(name)))) {
      context.addIssue({
        code: "custom",
        path: ["url"],
        message: "must carry {{provider_id}} or {{message_id}}: it asks for one message",
      });
    }
  });

/** The placeholders that name one message. */
const NAMING = new Set(["provider_id", "message_id", "message_id_digits"]);

export type PollConfig = z.output<typeof pollConfig>;
