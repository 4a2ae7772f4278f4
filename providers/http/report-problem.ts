import type { HttpConfig } from "./configuration.ts";
import { placeholders } from "./request/placeholders.ts";

/**
 * Why no delivery report, or no answer about a message's status, can reach its message; null if nothing speaks against it.
 * @param hasAddress whether the gateway's address is known, given the one of the configuration.
 */
export function reportProblem(
  { url, headers, body, id_pattern, reports, poll }: HttpConfig,
  hasAddress: (base: string | undefined) => boolean,
): string | null {
  const { names } = placeholders(JSON.stringify([url, headers, body]));
  if (names.includes("report_url") && !hasAddress(reports?.base_url)) {
    return "its request names the address for delivery reports, which is not known; set PUBLIC_URL, or reports.base_url";
  }
  const asks = poll !== undefined && placeholders(JSON.stringify(poll)).names.includes("provider_id");
  const needsId = reports?.id === "provider_id" || asks;
  if (needsId && id_pattern !== undefined && !hasGroup(id_pattern)) {
    return "id_pattern has no group, so that the provider's id is never read";
  }
  return null;
}

/** An alternative that is empty always matches, with all groups of the others undefined. */
const hasGroup = (pattern: string) => new RegExp(`${pattern}|`, "u").exec("")!.length > 1;
