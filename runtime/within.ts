/** What a promise gives, or undefined where it takes longer than that; it goes on, and nobody hears of it. */
export function within<T>(ms: number, promise: PromiseLike<T>): Promise<T | undefined> {
  const timeout = new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined).unref());
  return Promise.race([promise, timeout]);
}
