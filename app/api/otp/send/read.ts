import { acceptsJson, charsetOf, unsupportedMediaType } from "#core/drf/media-type.ts";
import { parseSendRequest, type SendRequest } from "#core/drf/send-request.ts";
import { parsePhone } from "#core/phone.ts";
import { env } from "#runtime/env.ts";
import { json } from "../answer.ts";
import { readBytes } from "../body.ts";

export type SendBody =
  | { ok: true; value: SendRequest; idempotencyKey: string | null }
  /** `fields` may be joined by what the template's state adds. */
  | { ok: false; fields: Record<string, string[]>; templateId: number | null }
  | { ok: false; response: Response };

const INVALID_PHONE = "Enter a valid phone number in international format, for example 963911000000.";
const KEY_LENGTH = 255;

function validateGsm(gsm: string) {
  const value = parsePhone(gsm, env().ALLOWED_COUNTRIES);
  return value === null ? { error: INVALID_PHONE } : { value };
}

/** Reads a send's body as far as it goes; whatever is wrong with it is kept until the caller is known. */
export async function readSend(request: Request): Promise<{ body: SendBody; templateId: number | null }> {
  const body = await readSendBody(request);
  if (body.ok) return { body, templateId: body.value.templateId };
  return { body, templateId: "fields" in body ? body.templateId : null };
}

async function readSendBody(request: Request): Promise<SendBody> {
  const refused = (status: number, content: object): SendBody => ({
    ok: false,
    response: json(status, content),
  });
  const bytes = await readBytes(request);
  if (!bytes) return refused(413, { detail: "Request body too large." });
  const contentType = request.headers.get("content-type") ?? "";
  // A request without a body has no media type to object to.
  if (bytes.length > 0 && !acceptsJson(contentType)) {
    return refused(415, { detail: unsupportedMediaType(contentType) });
  }
  const parsed = parseSendRequest(bytes, { charset: charsetOf(contentType), validateGsm });
  if (!parsed.ok) {
    const { body, templateId } = parsed;
    return "detail" in body && typeof body.detail === "string"
      ? refused(400, body)
      : { ok: false, fields: body as Record<string, string[]>, templateId };
  }
  const idempotencyKey = request.headers.get("idempotency-key");
  if (idempotencyKey !== null && (idempotencyKey === "" || idempotencyKey.length > KEY_LENGTH)) {
    return refused(400, { detail: `Idempotency-Key must have 1 to ${KEY_LENGTH} characters.` });
  }
  return { ok: true, value: parsed.value, idempotencyKey };
}
