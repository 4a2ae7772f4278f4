/** Why a bind is to be tried again. */
export type Failure = { kind: "connection" } | { kind: "refused"; status: number };

const ESME_RALYBND = 0x05;
/** Bind failed, wrong password, wrong system_id. The password's may also mean that no further session is allowed. */
const CREDENTIALS = new Set([0x0d, 0x0e, 0x0f]);

export const isCredentials = (status: number) => CREDENTIALS.has(status);

/**
 * How long to wait before the next attempt to bind, with full jitter, so that whatever restarts at the same time does not
 * come back at the same time.
 * @param failures in a row, 0 after a session that was bound.
 */
export function retryMs(failure: Failure, failures: number, random: () => number = Math.random): number {
  const between = (low: number, high: number) => low + random() * (high - low);
  if (failure.kind === "refused") {
    // The carrier may hold the session before for two minutes.
    if (failure.status === ESME_RALYBND) return between(30_000, 120_000);
    // Some lock an account after a few wrong attempts.
    if (isCredentials(failure.status)) return between(60_000, 300_000);
  }
  return between(0, Math.min(30_000, 1_000 * 2 ** Math.min(failures, 10)));
}
