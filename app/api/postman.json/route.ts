import { openapi } from "#core/api/openapi.ts";
import { postman } from "#core/api/postman.ts";
import { snippetOrigin } from "#core/api/snippets.ts";
import { presentation } from "#services/gateway/presentation.ts";
import { json, methodNotAllowed, route } from "../otp/answer.ts";

/** GET /api/postman.json: a Postman collection made from the OpenAPI description, public as that is. */
export const GET = route(async (request) => {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return methodNotAllowed(request.method, ["GET", "HEAD"]);
  }
  const origin = snippetOrigin(request.from.protocol, request.from.host);
  const description = openapi(origin, (await presentation()).name.en ?? "Aman Gate");
  return json(200, postman(description), {
    "content-disposition": 'attachment; filename="otp-api.postman_collection.json"',
  });
});
export { GET as DELETE, GET as HEAD, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };
