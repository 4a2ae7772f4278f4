import { details, REPORT_BODY_LIMIT } from "#core/api/details.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { receiveCallback } from "#services/reports/callbacks.ts";
import { readReportAddress } from "#services/reports/report-address.ts";
import { type Answer, json, methodNotAllowed, notFound, route, unavailable } from "../../otp/answer.ts";
import { failure } from "../../otp/door.ts";
import type { ApiRequest } from "../../otp/request.ts";

/**
 * GET, HEAD or POST /api/reports/{signed address}/: a provider's delivery reports, or its check that the address
 * exists. The signature is the only credential.
 */
export const POST = route(async (request) => {
  const line: Record<string, unknown> = { req: request.id, route: "report" };
  const answer = await take(request, line).catch((error: unknown) => failure(error, request.id));
  metrics().requests.inc({ route: "report", status: answer.status });
  // The path is not logged: whoever knows it can send reports.
  log().info({ ...line, status: answer.status }, "request");
  return answer;
});
export { POST as DELETE, POST as GET, POST as HEAD, POST as OPTIONS, POST as PATCH, POST as PUT };

const METHODS = ["GET", "HEAD", "POST"];

async function take(request: ApiRequest, line: Record<string, unknown>): Promise<Answer> {
  const { method } = request;
  const url = new URL(request.url, "http://gateway");
  // Before anything is read or queried: a forged address costs a hash.
  const address = readReportAddress(/\/api\/reports\/([^/]+)\/?$/.exec(url.pathname)?.[1] ?? "");
  if (!address) return notFound();
  if (!METHODS.includes(method)) return methodNotAllowed(method, METHODS);
  const bytes = await request.bytes(REPORT_BODY_LIMIT);
  if (!bytes) return json(413, { detail: details.tooLarge });
  const contentType = request.header("content-type") ?? "";
  const result = await receiveCallback(address, { method, query: url.searchParams, contentType, bytes });
  if (result.kind === "not_found") return notFound();
  line.kind = result.kind;
  line.provider = result.provider;
  switch (result.kind) {
    case "unreadable":
      line.detail = result.detail;
      return json(400, { detail: result.detail });
    case "busy":
      return unavailable();
    case "taken": {
      const { answer, ...counts } = result;
      Object.assign(line, counts);
      if (!answer) return json(200, { status: "ok" });
      const headers = { "content-type": answer.content_type, "cache-control": "no-store" };
      return { status: 200, headers, text: answer.body };
    }
  }
}
