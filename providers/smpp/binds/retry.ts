/** Why a bind must be retried. */
export type Failure = { kind: "connection" } | { kind: "refused"; status: number };

const ESME_RALYBND = 0x05;
/**
 * Bind failed, invalid password, invalid system_id. "Invalid password" may also mean that no further session is
 * allowed.
 */
const CREDENTIALS = new Set([0x0d, 0x0e, 0x0f]);

export const isCredentials = (status: number) => CREDENTIALS.has(status);

/**
 * Delay before the next attempt to bind, in milliseconds, with full jitter, so that processes restarted at the same
 * time do not reconnect at the same time.
 * @param failures in succession; 0 after a session that was bound.
 */
export function retryMs(failure: Failure, failures: number, random: () => number = Math.random): number {
  const between = (low: number, high: number) => low + random() * (high - low);
  if (failure.kind === "refused") {
    // The carrier may hold the previous session for two minutes.
    if (failure.status === ESME_RALYBND) return between(30_000, 120_000);
    // Some carriers lock an account after a few failed attempts.
    if (isCredentials(failure.status)) return between(60_000, 300_000);
  }
  return between(0, Math.min(30_000, 1_000 * 2 ** Math.min(failures, 10)));
}
