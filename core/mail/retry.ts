const MINUTE_MS = 60_000;

/** How long to wait after each failed attempt. */
const WAITS_MS = [1, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE_MS);

/** A mail that could not be sent for so long is news to nobody. */
export const MAIL_LIFE_MS = 24 * 60 * MINUTE_MS;

/** When to try again after an attempt that failed; null to give up. */
export function nextAttempt(attempts: number, createdAt: Date, now: Date): Date | null {
  const wait = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? MINUTE_MS;
  const next = new Date(now.getTime() + wait);
  return next.getTime() - createdAt.getTime() > MAIL_LIFE_MS ? null : next;
}
