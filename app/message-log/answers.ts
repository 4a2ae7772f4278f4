import "server-only";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import type { LogQuery } from "#services/message-log/log-query.ts";
import { exportMessages, messageDetails, messageNews } from "#services/message-log/message-log.ts";
import { csvAnswer } from "../csv.ts";
import { admit } from "../guards.ts";
import { exportColumns } from "./export-columns.ts";

type Side = "developer" | "admin";

/** The answers that pages with a send log request separately. Every request is authorised. */
export function logAnswers(side: Side) {
  return {
    news: answering(side, async ({ actor, query, params }) => {
      const ids = String(params.ids ?? "");
      const input = { since: params.since ?? null, ids: ids ? ids.split(",") : [] };
      return Response.json(await messageNews(actor, query, input), fresh);
    }),
    details: answering(side, async ({ actor, params }) =>
      Response.json(await messageDetails(actor, { id: params.id }), fresh),
    ),
    export: answering(side, async ({ actor, query }) =>
      csvAnswer(
        `messages-${new Date().toISOString().slice(0, 10)}.csv`,
        exportColumns[side],
        await exportMessages(actor, query),
      ),
    ),
  };
}

const fresh = { headers: { "cache-control": "no-store" } };

interface Asked {
  actor: Actor;
  query: LogQuery;
  params: SearchParams;
}

function answering(side: Side, answer: (asked: Asked) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    const actor = await admit(side);
    if (typeof actor === "number") return refusal(actor);
    const params: SearchParams = Object.fromEntries(new URL(request.url).searchParams);
    const accountId = actor.accountId ?? "all";
    try {
      return await answer({ actor, params, query: { accountId, params } });
    } catch (error) {
      if (error instanceof Refused) return refusal(error.code === "message_not_found" ? 404 : 400);
      throw error;
    }
  };
}

const refusal = (status: number) => Response.json({}, { status, ...fresh });
