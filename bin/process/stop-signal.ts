/** npm and a terminal both pass on one Ctrl-C, and so does our launcher; within this time they count as one. */
const ONE_GESTURE_MS = 700;

export interface StopSignal {
  /** Aborted by the first SIGTERM, SIGINT or SIGHUP: finish what is in progress. */
  stop: AbortSignal;
  /** Aborted by the second signal: stop without waiting. */
  force: AbortSignal;
}

/** Listens for the rest of the process's life. */
export function stopSignal(): StopSignal {
  const stop = new AbortController();
  const force = new AbortController();
  let first = 0;
  const heard = () => {
    if (!stop.signal.aborted) {
      first = Date.now();
      stop.abort(new Error("interrupted"));
    } else if (Date.now() - first > ONE_GESTURE_MS) {
      force.abort(new Error("interrupted twice"));
    }
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, heard);
  // The reader of our output may exit before this process.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return { stop: stop.signal, force: force.signal };
}

/** Settles as `work` does, or rejects when the signal aborts; `work` itself continues. */
export function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) {
    work.catch(() => {});
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
