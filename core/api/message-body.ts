import { z } from "zod";
import { details } from "./details.ts";

/** A time in UTC, in whole seconds. */
export const apiTime = z.iso
  .datetime({ precision: 0 })
  .describe("UTC, whole seconds, such as 2026-03-25T03:00:00Z");

/** A message as the API shows it: the object of the public contract, with its fields in that order. */
export const messageBody = z.object({
  id: z.int().positive(),
  gsm: z.string().describe("The number, digits in international form"),
  template: z.int().positive(),
  template_name: z.string(),
  template_code: z
    .string()
    .describe("The code; masked with asterisks wherever it is not taken from the request"),
  message: z.string().describe("The text; the code in it is masked as in template_code"),
  status: z.enum(["pending", "sent", "delivered", "failed", "unknown"]),
  provider_response: z.string(),
  created_at: apiTime,
});

export const sentBody = messageBody.extend({
  status: z
    .enum(["sent", "delivered"])
    .describe("delivered only where an Idempotency-Key replays the message"),
});
export const failedBody = messageBody.extend({
  status: z.literal("failed"),
  detail: z.literal(details.failed),
});
export const unknownBody = messageBody.extend({
  status: z.literal("unknown"),
  detail: z.literal(details.unknown),
});

export const balanceBody = z.object({
  remaining: z.int().min(0).describe("Over all active subscriptions"),
  subscriptions: z
    .array(
      z.object({
        id: z.int().positive(),
        plan: z.string(),
        unit: z.enum(["message", "segment"]),
        quota: z.int().positive(),
        used: z.int().min(0),
        remaining: z.int().min(0),
        ends_at: apiTime,
      }),
    )
    .describe("Active ones only, in the order in which they are charged"),
});

/** The body of every other error response. */
export const detailBody = z.object({ detail: z.string() });

/** The format of every time in the API. */
export function apiSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** The fields common to the response of a send and to a later look-up. */
export interface ShownMessage {
  id: number;
  number: string;
  templateId: number;
  templateName: string;
  code: string;
  text: string;
  status: z.infer<typeof messageBody>["status"];
  response: string;
  createdAt: Date;
}

export function messageBodyOf(message: ShownMessage): z.infer<typeof messageBody> {
  return {
    id: message.id,
    gsm: message.number,
    template: message.templateId,
    template_name: message.templateName,
    template_code: message.code,
    message: message.text,
    status: message.status,
    provider_response: message.response,
    created_at: apiSeconds(message.createdAt),
  };
}
