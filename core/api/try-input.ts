import { z } from "zod";
import { BODY_LIMIT } from "./details.ts";

/**
 * The input of the documentation's form: the body as shown, to be read as the API reads it, and the key that keeps a
 * second submit of the same form from sending twice.
 */
export const tryRequest = z.strictObject({
  body: z.string().max(BODY_LIMIT),
  key: z.string().regex(/^try-[0-9a-f]{32}$/),
});

/** The real response of the API. */
export interface TriedAnswer {
  status: number;
  headers: Record<string, string>;
  /** The body, as JSON. */
  body: string;
  /** ISO code of the number's country if the gateway does not send to that country. */
  unserved: string | null;
}

/** The response headers that tell something about a send. */
export const TOLD_HEADERS = ["x-quota-remaining", "idempotent-replayed", "retry-after"];
