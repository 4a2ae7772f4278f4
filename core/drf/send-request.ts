import { readBody } from "#core/drf/body.ts";
import { charField, choiceField, type Field, integerField } from "#core/drf/fields.ts";
import { typeName } from "#core/drf/python-value.ts";

/** `gsm` is the result of `validateGsm`. `templateId` may be any safe integer, including one that no id can have. */
export type SendRequest = { gsm: string; templateId: number; code: string; language: 0 | 1 };

/** The body of a 400: messages by field (or `non_field_errors`), or why the JSON does not parse. */
export type SendFault = Record<string, string[]> | { detail: string };

interface SendRefused {
  ok: false;
  body: SendFault;
  templateId: number | null;
  language: 0 | 1 | null;
}

/** A rule beyond the field's own rules, applied only if those are met, so that all faults are reported at once. */
export type ValidateGsm = (gsm: string) => { value: string } | { error: string };

/**
 * The serializer's fields, in its order. Requests are validated by them, and the API's description is generated from
 * them.
 */
export const sendFields = {
  gsm: { kind: "char" },
  template_id: { kind: "integer" },
  code: { kind: "char", maxLength: 20 },
  language: { kind: "choice", choices: [0, 1], fallback: 1 },
} as const;

const FIELDS = Object.keys(sendFields);

/**
 * Reads a send request as Django REST framework 3.14 does with the serializer of `sendFields`; the 400s are byte for
 * byte the same. `charset` is that of the content type. Never throws, whatever the bytes. If there are faults,
 * `templateId` and `language` are still returned where they can be read, so that faults of the template's state are
 * reported too.
 */
export function parseSendRequest(
  bytes: Uint8Array,
  { charset, validateGsm }: { charset?: string | undefined; validateGsm?: ValidateGsm | undefined } = {},
): { ok: true; value: SendRequest } | SendRefused {
  const read =
    bytes.length === 0 ? { ok: true as const, value: new Map() } : readBody(bytes, FIELDS, charset);
  if (!read.ok) return fault({ detail: `JSON parse error - ${read.error}` });
  const data = read.value;
  if (data === null) return fault({ non_field_errors: ["No data provided"] });
  if (!(data instanceof Map)) {
    return fault({
      non_field_errors: [`Invalid data. Expected a dictionary, but got ${typeName(data)}.`],
    });
  }
  const gsm = judged(charField(data.get("gsm")), validateGsm);
  const templateId = integerField(data.get("template_id"));
  const code = charField(data.get("code"), sendFields.code.maxLength);
  const language = choiceField(
    data.get("language"),
    sendFields.language.choices,
    sendFields.language.fallback,
  );
  if (gsm.ok && templateId.ok && code.ok && language.ok) {
    const value = {
      gsm: gsm.value,
      templateId: templateId.value,
      code: code.value,
      language: language.value,
    };
    return { ok: true, value };
  }
  const body: Record<string, string[]> = {};
  if (!gsm.ok) body.gsm = gsm.errors;
  if (!templateId.ok) body.template_id = templateId.errors;
  if (!code.ok) body.code = code.errors;
  if (!language.ok) body.language = language.errors;
  return {
    ok: false,
    body,
    templateId: templateId.ok ? templateId.value : null,
    language: language.ok ? language.value : null,
  };
}

function fault(body: SendFault): SendRefused {
  return { ok: false, body, templateId: null, language: null };
}

function judged(gsm: Field<string>, validateGsm: ValidateGsm | undefined): Field<string> {
  if (!gsm.ok || validateGsm === undefined) return gsm;
  const verdict = validateGsm(gsm.value);
  return "error" in verdict ? { ok: false, errors: [verdict.error] } : { ok: true, value: verdict.value };
}
