import type { MessageView } from "#services/messages.ts";
import { seconds } from "./answer.ts";

/** A message as the API shows it afterwards: the reference's object with the code masked. */
export function messageObject(message: MessageView) {
  return {
    id: message.id,
    gsm: message.number,
    template: message.templateId,
    template_name: message.templateName,
    template_code: message.maskedCode,
    message: message.maskedText,
    status: message.status,
    provider_response: message.response ?? "",
    created_at: seconds(message.createdAt),
  };
}
