import { details, KEY_INVALID } from "#core/api/details.ts";
import type { RefusalCheck } from "#core/customer/refused-request.ts";

/** Why a request did not get what it asked for, each with the status of its answer. */
export const requestErrors = {
  token: 401,
  address: 403,
  suspended: 403,
  scope: 403,
  invalid: 400,
  unreadable: 400,
  media_type: 415,
  too_large: 413,
  method: 405,
  not_found: 404,
  key_reused: 409,
  quota: 402,
  too_many: 429,
  refused: 502,
  unanswered: 504,
  unavailable: 503,
  internal: 500,
} as const;

export type RequestError = keyof typeof requestErrors;

export const requestErrorCodes = Object.keys(requestErrors) as [RequestError, ...RequestError[]];

/** The errors that each check of the counted refusals stands for. */
export const errorsOfCheck: Record<RefusalCheck, readonly RequestError[]> = {
  token: ["token"],
  address: ["address"],
  suspended: ["suspended"],
  scope: ["scope"],
  request: ["invalid", "unreadable", "media_type", "too_large", "method", "key_reused"],
  quota: ["quota"],
};

const forbidden: Record<string, RequestError> = {
  [details.suspended]: "suspended",
  [details.scope]: "scope",
};

/** What an answer says about its request: the error, and the fields at fault, separated by commas. */
export function faultOf(
  status: number,
  body: Record<string, unknown>,
): { error: RequestError | null; field: string | null } {
  if (status < 400) return { error: null, field: null };
  if (status === 400 && body.detail === KEY_INVALID) return { error: "invalid", field: "Idempotency-Key" };
  if (status === 400 && !("detail" in body)) return { error: "invalid", field: Object.keys(body).join(", ") };
  if (status === 400) return { error: "unreadable", field: null };
  if (status === 403) return { error: forbidden[String(body.detail)] ?? "address", field: null };
  const error = requestErrorCodes.find((code) => requestErrors[code] === status);
  return { error: error ?? "internal", field: null };
}
