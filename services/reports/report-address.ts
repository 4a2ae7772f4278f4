import { timingSafeEqual } from "node:crypto";
import { env } from "#runtime/env.ts";
import { hmac } from "#runtime/keys.ts";

/** Identifies the recipient of delivery reports: a provider, and the key of its configuration. */
export interface ReportAddress {
  providerId: number;
  key: number;
}

function signatureOf({ providerId, key }: ReportAddress): string {
  return hmac("report-address", `${providerId} ${key}`).toString("base64url");
}

/** The path to which a provider sends its delivery reports. It is a secret: whoever knows it can report. */
export function reportPath(address: ReportAddress): string {
  return `/api/reports/${address.providerId}-${address.key}-${signatureOf(address)}/`;
}

/**
 * The same as a whole address.
 * @param base the origin at which the provider reaches the gateway, if not its public one.
 * @returns null if neither is known.
 */
export function reportUrl(address: ReportAddress, base = env().PUBLIC_URL): string | null {
  return base === undefined ? null : `${base}${reportPath(address)}`;
}

/** Parses the last part of a path; null if its signature is invalid. Makes no database query. */
export function readReportAddress(part: string): ReportAddress | null {
  const [, providerId, key, signature] = /^([1-9]\d{0,8})-([1-9]\d{0,5})-([\w-]{43})$/.exec(part) ?? [];
  if (signature === undefined) return null;
  const address = { providerId: Number(providerId), key: Number(key) };
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(address))) ? address : null;
}
