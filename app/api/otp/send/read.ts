import { details, INVALID_PHONE, KEY_INVALID, KEY_LENGTH } from "#core/api/details.ts";
import { acceptsJson, charsetOf, unsupportedMediaType } from "#core/drf/media-type.ts";
import { parseSendRequest, type SendRequest } from "#core/drf/send-request.ts";
import { parsePhone } from "#core/phone/phone.ts";
import { knownCountries } from "#services/sending/countries.ts";
import { type Answer, json } from "../answer.ts";
import type { ApiRequest } from "../request.ts";

export type ReadSend =
  | { ok: true; value: SendRequest; idempotencyKey: string | null }
  /** The template's state may add further fields. */
  | { ok: false; fields: Record<string, string[]>; templateId: number | null; language: 0 | 1 | null }
  | { ok: false; answer: Answer };

/** A send's body, parsed for these allowed countries. */
export type SendBody = (countries: readonly string[]) => ReadSend;

/**
 * Parses a send's body as far as possible; errors are kept until the caller is known. The allowed countries come with
 * the authorisation: only if they have changed is the body parsed again.
 */
export async function readSend(
  request: ApiRequest,
): Promise<{ body: SendBody; templateId: number | null; bytes: Uint8Array | null }> {
  const bytes = await request.bytes();
  const before = knownCountries();
  const read = readBody(request, bytes, before);
  const templateId = read.ok ? read.value.templateId : "fields" in read ? read.templateId : null;
  return {
    templateId,
    bytes,
    body: (countries) => (countries === before ? read : readBody(request, bytes, countries)),
  };
}

function readBody(request: ApiRequest, bytes: Uint8Array | null, countries: readonly string[]): ReadSend {
  const refused = (status: number, content: object): ReadSend => ({
    ok: false,
    answer: json(status, content),
  });
  const validateGsm = (gsm: string) => {
    const value = parsePhone(gsm, countries);
    return value === null ? { error: INVALID_PHONE } : { value };
  };
  if (!bytes) return refused(413, { detail: details.tooLarge });
  const contentType = request.header("content-type") ?? "";
  // A request without a body has no media type to refuse.
  if (bytes.length > 0 && !acceptsJson(contentType)) {
    return refused(415, { detail: unsupportedMediaType(contentType) });
  }
  const parsed = parseSendRequest(bytes, { charset: charsetOf(contentType), validateGsm });
  if (!parsed.ok) {
    const { body, templateId, language } = parsed;
    return "detail" in body && typeof body.detail === "string"
      ? refused(400, body)
      : { ok: false, fields: body as Record<string, string[]>, templateId, language };
  }
  const idempotencyKey = request.header("idempotency-key");
  if (idempotencyKey !== null && (idempotencyKey === "" || idempotencyKey.length > KEY_LENGTH)) {
    return refused(400, { detail: KEY_INVALID });
  }
  return { ok: true, value: parsed.value, idempotencyKey };
}
