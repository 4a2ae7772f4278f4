/** So many requests are kept at once, and then so many a second. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** What an account that is seldom busy sends is kept whole; of a busy one, a request a second. */
export const ACCEPTED_RATE: Rate = { burst: 20, perSecond: 1 };
/** Refused requests have a bound of their own, so that no flood of accepted ones hides them. */
export const REFUSED_RATE: Rate = { burst: 50, perSecond: 2 };

/** A token bucket. */
export interface Bucket {
  left: number;
  /** In milliseconds, by a clock that is never set. */
  at: number;
}

export function fullBucket({ burst }: Rate, now: number): Bucket {
  return { left: burst, at: now };
}

/** Whether the bucket has room for one more, which is then taken from it. */
export function takes(bucket: Bucket, { burst, perSecond }: Rate, now: number): boolean {
  bucket.left = Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / 1_000) * perSecond);
  bucket.at = now;
  if (bucket.left < 1) return false;
  bucket.left--;
  return true;
}
