import { maskPhone } from "#core/phone.ts";
import type { RefusalCheck } from "#core/refused-request.ts";
import { type SendTemplate, templateProblem } from "#core/send-decision.ts";
import { type Sender, sendOtp } from "#services/send.ts";
import { json, sendAnswer } from "../answer.ts";
import type { SendBody } from "./read.ts";

/** Who sends, and what the authorisation of this very request found. */
export interface SendCaller {
  sender: Sender;
  template: SendTemplate | null;
  providersStamp: string;
  countries: readonly string[];
  refused(check: RefusalCheck): void;
}

/** Sends what was read, and answers: the same for an app with its token and for a developer who tries it. */
export async function respond(
  caller: SendCaller,
  read: SendBody,
  note: (facts: object) => void,
): Promise<Response> {
  const body = read(caller.countries);
  if (!body.ok) {
    caller.refused("request");
    return "response" in body
      ? body.response
      : json(400, withTemplate(body.fields, body.templateId, caller.template));
  }
  const { gsm, templateId, code, language } = body.value;
  const result = await sendOtp(
    caller.sender,
    { number: gsm, templateId, code, language, idempotencyKey: body.idempotencyKey },
    caller.template,
    caller.providersStamp,
  );
  if (result.kind === "message") {
    const { id, number, status } = result.message;
    note({ message: id, to: maskPhone(number), outcome: status, replayed: result.replayed });
  }
  if (result.kind === "no_credit") caller.refused("quota");
  if (result.kind === "invalid" || result.kind === "key_reused") caller.refused("request");
  return sendAnswer(result);
}

/** All fields at fault are reported at once, in the order of the serializer. */
function withTemplate(
  fields: Record<string, string[]>,
  templateId: number | null,
  template: SendTemplate | null,
): Record<string, string[]> {
  const problem = templateId === null ? null : templateProblem(template);
  if (problem === null) return fields;
  const { gsm, ...others } = fields;
  return { ...(gsm ? { gsm } : {}), template_id: [problem], ...others };
}
