import type { RefusalCheck } from "#core/customer/refused-request.ts";
import { languageProblem, type SendTemplate, templateProblem } from "#core/message/send-decision.ts";
import { maskPhone } from "#core/phone/phone.ts";
import { type Charged, sendOtp } from "#services/sending/send.ts";
import type { Sender, SendInput } from "#services/sending/sent-message.ts";
import { type Answer, json, sendAnswer } from "../answer.ts";
import type { ReadSend, SendBody } from "./read.ts";

/** The caller of a send, and what the authorisation of this request returned. */
export interface SendCaller {
  sender: Sender;
  template: SendTemplate | null;
  routingVersion: string;
  countries: readonly string[];
  refused(check: RefusalCheck): void;
}

/** Sends and answers, in the same way for an app with its token and for a developer who tries it. */
export async function respond(
  caller: SendCaller,
  read: SendBody,
  note: (facts: object) => void,
  charged: Charged | null = null,
): Promise<Answer> {
  const body = read(caller.countries);
  if (!body.ok) {
    caller.refused("request");
    return "answer" in body ? body.answer : json(400, withTemplate(body, caller.template));
  }
  const { sender, template, routingVersion } = caller;
  const result = await sendOtp(sender, inputOf(body), template, routingVersion, charged);
  if (result.kind === "message") {
    const { id, number, status } = result.message;
    note({ message: id, to: maskPhone(number), outcome: status, replayed: result.replayed });
  }
  if (result.kind === "no_credit") caller.refused("quota");
  if (result.kind === "invalid" || result.kind === "key_reused") caller.refused("request");
  return sendAnswer(result);
}

/** The send that a valid body asks for. */
export function inputOf({ value, idempotencyKey }: Extract<ReadSend, { ok: true }>): SendInput {
  const { gsm, templateId, code, language } = value;
  return { number: gsm, templateId, code, language, idempotencyKey };
}

/** All invalid fields are reported at once, in the order of the serializer. */
function withTemplate(
  { fields, templateId, language }: Extract<ReadSend, { fields: object }>,
  template: SendTemplate | null,
): Record<string, string[]> {
  if (templateId === null) return fields;
  const problem = templateProblem(template);
  const { gsm, ...others } = fields;
  if (problem !== null) return { ...(gsm ? { gsm } : {}), template_id: [problem], ...others };
  const without = language === null ? null : languageProblem(template, language);
  return without === null ? fields : { ...fields, language: [without] };
}
