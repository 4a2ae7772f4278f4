import { hmac } from "#runtime/keys.ts";

/**
 * The HMAC under which a provider's own id for a message, or a key derived from one, is stored for delivery reports.
 */
export function refHashOf(providerId: number, ref: string): Buffer {
  return hmac("report-ref", `${providerId} ${ref}`);
}
