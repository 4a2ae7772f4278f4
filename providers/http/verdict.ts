import type { Outcome } from "../provider.ts";
import type { Answer } from "./answer.ts";
import type { HttpConfig } from "./configuration.ts";

/** Interprets an answer. The absence of a pattern counts only if the whole answer was read. */
export function verdict(
  { success, rejection }: Pick<HttpConfig, "success" | "rejection">,
  status: number,
  { text, whole }: Answer,
): Outcome["kind"] {
  const found = (source: string | undefined) => source !== undefined && new RegExp(source, "u").test(text);
  if (rejection.status.includes(status) || found(rejection.body_pattern)) return "rejected";
  if (success.status.includes(status)) {
    if (found(success.body_pattern)) return "accepted";
    const needsWhole = success.body_pattern !== undefined || rejection.body_pattern !== undefined;
    if (needsWhole && !whole) return "unknown";
    return success.body_pattern === undefined ? "accepted" : "rejected";
  }
  // A 408 means that the request did not arrive completely; a 5xx may come from a proxy that had already passed it on.
  return status >= 400 && status < 500 ? "rejected" : "unknown";
}
