import { openapi } from "#core/api/openapi.ts";
import { snippetOrigin } from "#core/api/snippets.ts";
import { presentation } from "#services/gateway/presentation.ts";
import { json, methodNotAllowed, route } from "../otp/answer.ts";

/** GET /api/openapi.json: the API's description, public, with this gateway's own address and name. */
export const GET = route(async (request) => {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return methodNotAllowed(request.method, ["GET", "HEAD"]);
  }
  // From PUBLIC_URL, or from the request.
  const origin = snippetOrigin(request.from.protocol, request.from.host);
  return json(200, openapi(origin, (await presentation()).name.en ?? "Aman Gate"));
});
export { GET as DELETE, GET as HEAD, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };
