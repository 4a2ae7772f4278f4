import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { takeCallback } from "#services/reports/callbacks.ts";
import { readCallback } from "#services/reports/read-callback.ts";
import { readReportAddress } from "#services/reports/report-address.ts";
import { type Answer, json, methodNotAllowed, notFound, route, unavailable } from "../../otp/answer.ts";
import { failure } from "../../otp/door.ts";
import type { ApiRequest } from "../../otp/request.ts";

/** GET or POST /api/reports/{signed address}/: a provider's delivery reports. The signature is all that is asked. */
export const POST = route(async (request) => {
  const line: Record<string, unknown> = { req: request.id, route: "report" };
  const answer = await take(request, line).catch((error: unknown) => failure(error, request.id));
  metrics().requests.inc({ route: "report", status: answer.status });
  // The path stays out of the log: whoever knows it can report.
  log().info({ ...line, status: answer.status }, "request");
  return answer;
});
export { POST as DELETE, POST as GET, POST as HEAD, POST as OPTIONS, POST as PATCH, POST as PUT };

async function take(request: ApiRequest, line: Record<string, unknown>): Promise<Answer> {
  const url = new URL(request.url, "http://gateway");
  // Before anything is read or asked: a forger costs a hash.
  const address = readReportAddress(/\/api\/reports\/([^/]+)\/?$/.exec(url.pathname)?.[1] ?? "");
  if (!address) return notFound();
  if (request.method !== "GET" && request.method !== "POST") {
    return methodNotAllowed(request.method, ["GET", "POST"]);
  }
  const callback = readCallback(
    url.searchParams,
    request.header("content-type") ?? "",
    await request.bytes(),
  );
  if ("status" in callback) return json(callback.status, { detail: callback.detail });
  const result = await takeCallback(address, callback);
  if (result.kind === "not_found") return notFound();
  Object.assign(line, result);
  switch (result.kind) {
    case "unreadable":
      return json(400, { detail: `There is no ${result.field} in this report.` });
    case "busy":
      return unavailable();
    case "taken":
      return json(200, { status: "ok" });
  }
}
