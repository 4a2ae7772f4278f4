import { hmac } from "#runtime/keys.ts";

/** A provider's own id for a message, or a key made of one, as it is kept for delivery reports by it. */
export function refHashOf(providerId: number, ref: string): Buffer {
  return hmac("report-ref", `${providerId} ${ref}`);
}
