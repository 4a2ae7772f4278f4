import { maskPhone } from "#core/phone.ts";
import { templateProblem } from "#core/send-decision.ts";
import { sendOtp } from "#services/send.ts";
import { json, sendAnswer } from "../answer.ts";
import { type Call, door } from "../door.ts";
import { readSend, type SendBody } from "./read.ts";

/** POST /api/otp/send/: the public contract. The server mounts this very function; Next routes to it too. */
export const POST = door({ name: "send", methods: ["POST"], read: readSend, answer });

// Methods that Next would otherwise answer in its own way, before anyone was asked for a token.
export { POST as DELETE, POST as GET, POST as HEAD, POST as OPTIONS, POST as PATCH, POST as PUT };

async function answer({ caller, note }: Call, read: SendBody): Promise<Response> {
  const body = read(caller.countries);
  if (!body.ok) {
    caller.refused("request");
    return "response" in body
      ? body.response
      : json(400, withTemplate(body.fields, body.templateId, caller.template));
  }
  const { gsm, templateId, code, language } = body.value;
  const result = await sendOtp(
    { accountId: caller.accountId, tokenId: caller.tokenId, userId: null },
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
  template: Call["caller"]["template"],
): Record<string, string[]> {
  const problem = templateId === null ? null : templateProblem(template);
  if (problem === null) return fields;
  const { gsm, ...others } = fields;
  return { ...(gsm ? { gsm } : {}), template_id: [problem], ...others };
}
