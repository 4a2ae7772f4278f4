import { openapi } from "#core/api/openapi.ts";
import { snippetOrigin } from "#core/api/snippets.ts";
import { presentation } from "#services/presentation.ts";
import { json, methodNotAllowed } from "../otp/answer.ts";

/** GET /api/openapi.json: the API's description, open to everybody, with this gateway's own address and name. */
export async function GET(request: Request): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return methodNotAllowed(request.method, ["GET", "HEAD"]);
  }
  // The server wrote these two: PUBLIC_URL, or what it knows of the request.
  const protocol = request.headers.get("x-forwarded-proto");
  const origin = snippetOrigin(protocol, request.headers.get("x-forwarded-host"));
  return json(200, openapi(origin, (await presentation()).name.en ?? "Aman Gate"));
}
export { GET as DELETE, GET as HEAD, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };
