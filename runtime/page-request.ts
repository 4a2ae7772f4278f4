import { AsyncLocalStorage } from "node:async_hooks";
import { harmless } from "./harmless.ts";
import { shared } from "./shared.ts";

/** Fields added to every log line that is written while Next handles a request. */
interface PageRequest {
  req: string;
  path: string;
}

const underWay = () => shared("page-request", () => new AsyncLocalStorage<PageRequest>());

/**
 * Runs `work` with the request's fields attached to its log lines. Next does not pass the request on to its own code,
 * and what it prints itself names no request.
 */
export function duringRequest<T>(req: string, path: string, work: () => T): T {
  return underWay().run({ req, path: quiet(path) }, work);
}

export function requestUnderWay(): PageRequest | undefined {
  return underWay().getStore();
}

/** The secret in an invitation's path is removed: whoever has the address can use the invitation. */
function quiet(path: string): string {
  return harmless(path.replace(/^\/invite\/.*/s, "/invite/…"));
}
