import { z } from "zod";
import { sendFields } from "#core/drf/send-request.ts";
import { type AnswerCase, answerCases, exampleMessage, laterExample } from "./answers.ts";
import { BODY_LIMIT, KEY_LENGTH } from "./details.ts";
import { balanceBody, detailBody, failedBody, messageBody, sentBody, unknownBody } from "./message-body.ts";
import type { OpenApiDocument, OpenApiResponse, OpenApiSchema } from "./openapi-document.ts";

/** What each field is for. Which fields exist and what they accept is defined in `sendFields`. */
const about: Record<keyof typeof sendFields, { description: string; example: string | number }> = {
  gsm: {
    description:
      "The phone number: digits in international form (963911000000), with + or 00, or local (0911000000); blanks and dashes are fine",
    example: "963911000000",
  },
  template_id: { description: "An approved template of the account", example: 1 },
  code: { description: "The OTP that takes the place of {code} in the template's text", example: "482910" },
  language: { description: "0 Arabic, 1 English", example: 1 },
};

function fieldSchema(name: keyof typeof sendFields): OpenApiSchema {
  const field = sendFields[name];
  const shape: OpenApiSchema =
    field.kind === "char"
      ? { type: "string", minLength: 1, ...("maxLength" in field ? { maxLength: field.maxLength } : {}) }
      : field.kind === "integer"
        ? { type: "integer", format: "int64" }
        : { type: "integer", enum: [...field.choices], default: field.fallback };
  const { description, example } = about[name];
  return { ...shape, description, examples: [example] };
}

/** The request's schema, derived from the fields that validate it. */
function sendRequest(): OpenApiSchema {
  const names = Object.keys(sendFields) as (keyof typeof sendFields)[];
  return {
    type: "object",
    required: names.filter((name) => !("fallback" in sendFields[name])),
    properties: Object.fromEntries(names.map((name) => [name, fieldSchema(name)])),
  };
}

/** The body of a 400: what is wrong with each field, all at once, or with the body as a whole. */
function faults(): OpenApiSchema {
  const texts = { type: "array", items: { type: "string" }, minItems: 1 };
  const names = [...Object.keys(sendFields), "non_field_errors"];
  return {
    anyOf: [
      { $ref: "#/components/schemas/Detail" },
      {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [name, texts])),
        additionalProperties: false,
        minProperties: 1,
      },
    ],
  };
}

/**
 * Schemas generated as `input` allow additional properties, so that a new field does not break a client generated
 * today.
 */
function schemaOf(schema: z.ZodType): OpenApiSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input" });
  return json as OpenApiSchema;
}

const means: Record<number, string> = {
  200: "OK",
  201: "A provider took the message over",
  400: "A field or the body is not valid; nothing was sent",
  401: "No token, or one that is unknown, revoked or expired",
  402: "No active subscription has room; nothing was sent",
  403: "The address is not on the IP whitelist, the account is suspended, or the token may not do this",
  404: "There is no such message, or no such path",
  405: "Another method",
  409: "The Idempotency-Key was used with another body",
  413: `The body is larger than ${BODY_LIMIT} bytes`,
  415: "The body is not application/json",
  429: "Too many requests of this account are in progress; nothing was sent",
  500: "A defect of the gateway",
  502: "Every provider definitely refused; the message was not charged",
  503: "Nothing was sent; send the same request again",
  504: "No provider gave a definite answer: the message may still arrive",
};

const schemaFor: Record<number, string> = {
  201: "SentMessage",
  400: "Faults",
  502: "FailedMessage",
  504: "UnknownMessage",
};

const text = { type: "string" };
const headers: Record<number, OpenApiResponse["headers"]> = {
  201: {
    "X-Quota-Remaining": {
      description: "Credits left over all active subscriptions",
      schema: { type: "integer" },
    },
    "Idempotent-Replayed": {
      description: "Present where an Idempotency-Key replays the message",
      schema: text,
    },
  },
  401: { "WWW-Authenticate": { schema: text } },
  405: { Allow: { schema: text } },
  429: { "Retry-After": { description: "Seconds", schema: { type: "integer" } } },
  503: { "Retry-After": { description: "Seconds", schema: { type: "integer" } } },
};

function response(
  status: number,
  schema: string,
  examples: Record<string, { value: unknown }>,
): OpenApiResponse {
  return {
    description: means[status]!,
    headers: {
      "X-Request-Id": { description: "Quote it when you ask for help", schema: text },
      ...headers[status],
    },
    content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` }, examples } },
  };
}

/** The responses of an operation, with the real bodies of `cases` as examples. */
function responses(cases: AnswerCase[]): Record<string, OpenApiResponse> {
  const byStatus: Record<string, OpenApiResponse> = {};
  for (const status of new Set(cases.map((each) => each.status))) {
    const examples = cases
      .filter((each) => each.status === status)
      .map(({ name, body }) => [name, { value: body }] as const);
    byStatus[status] = response(status, schemaFor[status] ?? "Detail", Object.fromEntries(examples));
  }
  return byStatus;
}

/**
 * The API's description in OpenAPI 3.1. `origin` is this gateway's scheme and host, `title` the operator's name for it.
 */
export function openapi(origin: string, title: string): OpenApiDocument {
  const cases = answerCases();
  const only = (...statuses: number[]) => responses(cases.filter(({ status }) => statuses.includes(status)));
  return {
    openapi: "3.1.1",
    info: {
      title,
      version: "1",
      summary: "One-time passwords by SMS",
      description:
        "Every request carries an API token and comes from an address on the account's IP whitelist. Paths work with and without the slash at their end.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: origin }],
    security: [{ token: [] }],
    tags: [{ name: "OTP" }],
    paths: {
      "/api/otp/send/": {
        post: {
          operationId: "sendOtp",
          tags: ["OTP"],
          summary: "Send an OTP",
          parameters: [
            {
              name: "Idempotency-Key",
              in: "header",
              required: false,
              description:
                "The same key with the same body sends once within 24 hours: later ones are answered with the first message as it is now",
              schema: { type: "string", minLength: 1, maxLength: KEY_LENGTH },
            },
          ],
          requestBody: {
            required: true,
            content: { "application/json": { schema: { $ref: "#/components/schemas/SendRequest" } } },
          },
          responses: responses(cases.filter(({ status }) => status !== 404)),
        },
      },
      "/api/otp/messages/{id}/": {
        get: {
          operationId: "getMessage",
          tags: ["OTP"],
          summary: "One message as it is now, its code masked",
          parameters: [
            {
              name: "id",
              in: "path",
              required: true,
              schema: { type: "integer", format: "int64", minimum: 1 },
            },
          ],
          responses: {
            200: response(200, "Message", { delivered: { value: laterExample(exampleMessage) } }),
            ...only(401, 403, 404, 429, 500, 503),
          },
        },
      },
      "/api/otp/balance/": {
        get: {
          operationId: "getBalance",
          tags: ["OTP"],
          summary: "Active subscriptions and what is left of them",
          responses: {
            200: response(200, "Balance", { balance: { value: balanceExample } }),
            ...only(401, 403, 429, 500, 503),
          },
        },
      },
    },
    components: {
      securitySchemes: {
        token: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          description: "`Token <your_api_token>`",
        },
      },
      schemas: {
        SendRequest: sendRequest(),
        SentMessage: schemaOf(sentBody),
        FailedMessage: schemaOf(failedBody),
        UnknownMessage: schemaOf(unknownBody),
        Message: schemaOf(messageBody),
        Balance: schemaOf(balanceBody),
        Faults: faults(),
        Detail: schemaOf(detailBody),
      },
    },
  };
}

export const balanceExample: z.infer<typeof balanceBody> = {
  remaining: 998,
  subscriptions: [
    {
      id: 1,
      plan: "Demo",
      unit: "message",
      quota: 1000,
      used: 2,
      remaining: 998,
      ends_at: "2026-12-31T09:30:00Z",
    },
  ],
};
