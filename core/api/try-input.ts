import { z } from "zod";
import { BODY_LIMIT } from "./details.ts";

/**
 * What the form of the documentation hands over: the body as it is shown, to be read as the API reads it, and the
 * key that keeps a second submit of the same form from sending twice.
 */
export const tryRequest = z.strictObject({
  body: z.string().max(BODY_LIMIT),
  key: z.string().regex(/^try-[0-9a-f]{32}$/),
});

/** The API's real answer. */
export interface TriedAnswer {
  status: number;
  headers: Record<string, string>;
  /** JSON. */
  body: string;
  /** ISO code of the number's country, where the gateway does not send to it. */
  unserved: string | null;
}

/** The headers that say something about a send. */
export const TOLD_HEADERS = ["x-quota-remaining", "idempotent-replayed", "retry-after"];
