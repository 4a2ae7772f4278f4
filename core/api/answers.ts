import { INVALID_TOKEN, readTokenHeader } from "#core/drf/authorization.ts";
import { unsupportedMediaType } from "#core/drf/media-type.ts";
import { parseSendRequest } from "#core/drf/send-request.ts";
import { templateProblem } from "#core/message/send-decision.ts";
import { maskCode } from "#core/template/template.ts";
import {
  details,
  INVALID_PHONE,
  methodNotAllowed,
  RETRY_AFTER_S,
  THROTTLED_S,
  throttled,
} from "./details.ts";
import { messageBodyOf, type ShownMessage } from "./message-body.ts";

/**
 * An example response of `POST /api/otp/send/`, produced by the code that answers requests rather than copied from it.
 */
export interface AnswerCase {
  status: number;
  name: (typeof CASES)[number];
  body: object;
  headers?: Record<string, string>;
}

export const CASES = [
  "sent",
  "fields",
  "phone",
  "template",
  "json",
  "tokenMissing",
  "tokenInvalid",
  "credit",
  "address",
  "suspended",
  "scope",
  "notFound",
  "method",
  "key",
  "size",
  "media",
  "throttled",
  "internal",
  "failed",
  "unavailable",
  "unknown",
] as const;

/** The example of the API reference. */
export const exampleMessage: ShownMessage = {
  id: 1427,
  number: "963911000000",
  templateId: 1,
  templateName: "Login OTP",
  code: "482910",
  text: "Your verification code is: 482910",
  status: "sent",
  response: "OK",
  createdAt: new Date("2026-03-25T03:00:00Z"),
};

/** The same message as read later: the code is no longer known. */
export function laterExample(message: ShownMessage): object {
  const masked = maskCode(message.code.length);
  return messageBodyOf({
    ...message,
    code: masked,
    text: message.text.replace(message.code, masked),
    status: "delivered",
  });
}

const utf8 = new TextEncoder();

function faultOf(body: string): object {
  const validateGsm = () => ({ error: INVALID_PHONE });
  const read = parseSendRequest(utf8.encode(body), { validateGsm });
  if (read.ok) throw new Error("an example of a fault has none");
  return read.body;
}

/** Every response that a send can get, by status. */
export function answerCases(message: ShownMessage = exampleMessage): AnswerCase[] {
  const noToken = readTokenHeader(null);
  return [
    { status: 201, name: "sent", body: messageBodyOf(message), headers: { "X-Quota-Remaining": "998" } },
    { status: 400, name: "fields", body: faultOf(`{"template_id": "x", "code": ""}`) },
    { status: 400, name: "phone", body: faultOf(`{"gsm": "12345", "template_id": 1, "code": "482910"}`) },
    { status: 400, name: "template", body: { template_id: [templateProblem(null)] } },
    { status: 400, name: "json", body: faultOf(`{"gsm": `) },
    { status: 401, name: "tokenMissing", body: noToken, headers: { "WWW-Authenticate": "Token" } },
    {
      status: 401,
      name: "tokenInvalid",
      body: { detail: INVALID_TOKEN },
      headers: { "WWW-Authenticate": "Token" },
    },
    { status: 402, name: "credit", body: { detail: details.noCredit } },
    { status: 403, name: "address", body: { detail: details.address } },
    { status: 403, name: "suspended", body: { detail: details.suspended } },
    { status: 403, name: "scope", body: { detail: details.scope } },
    { status: 404, name: "notFound", body: { detail: details.notFound } },
    { status: 405, name: "method", body: { detail: methodNotAllowed("GET") }, headers: { Allow: "POST" } },
    { status: 409, name: "key", body: { detail: details.keyReused } },
    { status: 413, name: "size", body: { detail: details.tooLarge } },
    { status: 415, name: "media", body: { detail: unsupportedMediaType("text/plain") } },
    {
      status: 429,
      name: "throttled",
      body: { detail: throttled(THROTTLED_S) },
      headers: { "Retry-After": String(THROTTLED_S) },
    },
    { status: 500, name: "internal", body: { detail: details.internal } },
    {
      status: 502,
      name: "failed",
      body: {
        ...messageBodyOf({ ...message, status: "failed", response: "Rejected by the sandbox" }),
        detail: details.failed,
      },
    },
    {
      status: 503,
      name: "unavailable",
      body: { detail: details.unavailable },
      headers: { "Retry-After": String(RETRY_AFTER_S) },
    },
    {
      status: 504,
      name: "unknown",
      body: {
        ...messageBodyOf({ ...message, status: "unknown", response: "No answer from the sandbox" }),
        detail: details.unknown,
      },
    },
  ];
}
