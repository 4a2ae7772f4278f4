import { AsyncLocalStorage } from "node:async_hooks";
import { harmless } from "./harmless.ts";
import { shared } from "./shared.ts";

/** What every line of the log says that is written while Next works on a request. */
interface PageRequest {
  req: string;
  path: string;
}

const underWay = () => shared("page-request", () => new AsyncLocalStorage<PageRequest>());

/**
 * Runs `work` so that the log knows for which request. Next tells its own code nothing of the kind, and what it
 * prints by itself names no request at all.
 */
export function duringRequest<T>(req: string, path: string, work: () => T): T {
  return underWay().run({ req, path: quiet(path) }, work);
}

export function requestUnderWay(): PageRequest | undefined {
  return underWay().getStore();
}

/** Whoever has the address of an invitation can use it. */
function quiet(path: string): string {
  return harmless(path.replace(/^\/invite\/.*/s, "/invite/…"));
}
