import { renderJson } from "#core/drf/render.ts";
import type { SendResult, SentMessage } from "#services/send.ts";

/** The way every time is written: UTC, whole seconds. */
export function seconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

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
  return json(404, { detail: "Not found." });
}

export function methodNotAllowed(method: string, allowed: readonly string[]): Response {
  return json(405, { detail: `Method "${method}" not allowed.` }, { allow: allowed.join(", ") });
}

/** Nothing was sent, and the same request may be sent again. */
export function unavailable(): Response {
  return json(503, { detail: "Service temporarily unavailable." }, { "retry-after": "5" });
}

export const NO_CREDIT = { detail: "No active subscription or insufficient balance." };

/** The status of each outcome, and what a client should know about it. */
const outcomes: Record<SentMessage["status"], { status: number; detail?: string }> = {
  sent: { status: 201 },
  delivered: { status: 201 },
  failed: { status: 502, detail: "The message was refused by every provider and was not charged." },
  unknown: {
    status: 504,
    detail: "No provider answered in time: the message may still arrive. Do not send it again at once.",
  },
};

/** What became of a send, as the API answers it. */
export function sendAnswer(result: SendResult): Response {
  switch (result.kind) {
    case "invalid":
      return json(400, { [result.field]: [result.problem] });
    case "no_credit":
      return json(402, NO_CREDIT);
    case "key_reused":
      return json(409, { detail: "This Idempotency-Key was used with another request body." });
    case "no_provider":
      return unavailable();
    case "message": {
      const { message, remaining, replayed } = result;
      const { status, detail } = outcomes[message.status];
      return json(
        status,
        {
          id: message.id,
          gsm: message.number,
          template: message.templateId,
          template_name: message.templateName,
          template_code: message.code,
          message: message.text,
          status: message.status,
          provider_response: message.response,
          created_at: seconds(message.createdAt),
          ...(detail ? { detail } : {}),
        },
        {
          ...(status === 201 && remaining !== null ? { "x-quota-remaining": String(remaining) } : {}),
          ...(replayed ? { "idempotent-replayed": "true" } : {}),
        },
      );
    }
  }
}
