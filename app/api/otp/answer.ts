import {
  details,
  methodNotAllowed as methodDetail,
  RETRY_AFTER_S,
  THROTTLED_S,
  throttled,
} from "#core/api/details.ts";
import { messageBodyOf } from "#core/api/message-body.ts";
import { renderJson } from "#core/drf/render.ts";
import type { SendResult } from "#services/sending/send.ts";
import type { SentMessage } from "#services/sending/sent-message.ts";
import { type ApiRequest, fromRequest } from "./request.ts";

/** A response before it is converted to a web Response for Next, or written by our server. */
export interface Answer {
  status: number;
  /** By their names in lower case. */
  headers: Record<string, string>;
  text: string;
}

/** What a route file exports: to Next a function from Request to Response, to our server the same without either. */
export interface Route {
  (request: Request): Promise<Response>;
  answer(request: ApiRequest): Promise<Answer>;
}

export function route(answer: Route["answer"]): Route {
  const respond = async (request: Request) => {
    const { text, ...init } = await answer(fromRequest(request));
    return new Response(text, init);
  };
  return Object.assign(respond, { answer });
}

/** A JSON answer, compact and unescaped as Django REST framework renders it. */
export function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    text: renderJson(body),
  };
}

export function unauthenticated(detail: string): Answer {
  return json(401, { detail }, { "www-authenticate": "Token" });
}

export function notFound(): Answer {
  return json(404, { detail: details.notFound });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Answer {
  return json(405, { detail: methodDetail(method) }, { allow: allowed.join(", ") });
}

/** Too many requests of one account are in progress: this one was not processed. */
export function tooMany(): Answer {
  return json(429, { detail: throttled(THROTTLED_S) }, { "retry-after": String(THROTTLED_S) });
}

/** Nothing was sent, and the same request may be sent again. */
export function unavailable(): Answer {
  return json(503, { detail: details.unavailable }, { "retry-after": String(RETRY_AFTER_S) });
}

/** The status of each outcome, and what a client should know about it. */
const outcomes: Record<SentMessage["status"], { status: number; detail?: string }> = {
  sent: { status: 201 },
  delivered: { status: 201 },
  failed: { status: 502, detail: details.failed },
  unknown: { status: 504, detail: details.unknown },
};

/** A send's result as an HTTP response. */
export function sendAnswer(result: SendResult): Answer {
  switch (result.kind) {
    case "invalid":
      return json(400, { [result.field]: [result.problem] });
    case "no_credit":
      return json(402, { detail: details.noCredit });
    case "key_reused":
      return json(409, { detail: details.keyReused });
    case "no_provider":
      return unavailable();
    case "message": {
      const { message, remaining, replayed } = result;
      const { status, detail } = outcomes[message.status];
      const said = message.status === "failed" && message.closedLater ? details.undelivered : detail;
      return json(
        status,
        said === undefined ? messageBodyOf(message) : { ...messageBodyOf(message), detail: said },
        {
          ...(status === 201 && remaining !== null ? { "x-quota-remaining": String(remaining) } : {}),
          ...(replayed ? { "idempotent-replayed": "true" } : {}),
        },
      );
    }
  }
}
