import "server-only";
import { Refused } from "#core/input/refusal.ts";
import { getRequest } from "#services/requests/request-log.ts";
import { admit } from "../guards.ts";

/** Answers with a request for the drawer beside the list. */
export function requestDetails(side: "developer" | "admin") {
  return async (request: Request): Promise<Response> => {
    const actor = await admit(side);
    if (typeof actor === "number") return answer({}, actor);
    try {
      const id = new URL(request.url).searchParams.get("id");
      const { at, ...found } = await getRequest(actor, { id });
      return answer({ ...found, at: at.toISOString() });
    } catch (error) {
      if (error instanceof Refused) return answer({}, error.code === "request_not_found" ? 404 : 400);
      throw error;
    }
  };
}

const answer = (body: object, status = 200) =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });
