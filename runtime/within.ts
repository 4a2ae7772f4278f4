/** The promise's value, or undefined if it takes longer. The promise is not cancelled; its later result is ignored. */
export function within<T>(ms: number, promise: PromiseLike<T>): Promise<T | undefined> {
  const timeout = new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined).unref());
  return Promise.race([promise, timeout]);
}
