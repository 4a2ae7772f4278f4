import { setTimeout as pause } from "node:timers/promises";

const LOOK_AGAIN_MS = 25;

/**
 * What `look` finds, once it finds something. @throws `what` did not happen within `ms`, with the last error.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  ms = 60_000,
): Promise<T> {
  const deadline = performance.now() + ms;
  let last: unknown;
  do {
    try {
      const found = await look();
      if (found !== undefined && found !== false && found !== null) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(LOOK_AGAIN_MS);
  } while (performance.now() < deadline);
  throw new Error(`Not within ${ms} ms: ${what}${last ? ` (${last})` : ""}`, { cause: last });
}
