import { details, methodNotAllowed as methodDetail, RETRY_AFTER_S } from "#core/api/details.ts";
import { messageBodyOf } from "#core/api/message-body.ts";
import { renderJson } from "#core/drf/render.ts";
import type { SendResult, SentMessage } from "#services/send.ts";

/** What answers were made from: reading a Response's body back is a stream, and costs more than making it. */
const texts = new WeakMap<Response, string>();

/** The text of an answer that `json` made, for a server that can write it at once. */
export function textOf(answer: Response): string | undefined {
  return texts.get(answer);
}

/** A JSON answer, compact and unescaped as Django REST framework renders it. */
export function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  const text = renderJson(body);
  const answer = new Response(text, {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
  texts.set(answer, text);
  return answer;
}

export function unauthenticated(detail: string): Response {
  return json(401, { detail }, { "www-authenticate": "Token" });
}

export function notFound(): Response {
  return json(404, { detail: details.notFound });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Response {
  return json(405, { detail: methodDetail(method) }, { allow: allowed.join(", ") });
}

/** Nothing was sent, and the same request may be sent again. */
export function unavailable(): Response {
  return json(503, { detail: details.unavailable }, { "retry-after": String(RETRY_AFTER_S) });
}

/** The status of each outcome, and what a client should know about it. */
const outcomes: Record<SentMessage["status"], { status: number; detail?: string }> = {
  sent: { status: 201 },
  delivered: { status: 201 },
  failed: { status: 502, detail: details.failed },
  unknown: { status: 504, detail: details.unknown },
};

/** What became of a send, as the API answers it. */
export function sendAnswer(result: SendResult): Response {
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
      return json(
        status,
        detail === undefined ? messageBodyOf(message) : { ...messageBodyOf(message), detail },
        {
          ...(status === 201 && remaining !== null ? { "x-quota-remaining": String(remaining) } : {}),
          ...(replayed ? { "idempotent-replayed": "true" } : {}),
        },
      );
    }
  }
}
