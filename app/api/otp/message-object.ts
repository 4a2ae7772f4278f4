import { messageBodyOf } from "#core/api/message-body.ts";
import type { MessageView } from "#services/message-log/messages.ts";

/** A message as the API shows it afterwards: the object of the reference, with the code masked. */
export function messageObject(message: MessageView) {
  const { maskedCode, maskedText, response } = message;
  return messageBodyOf({ ...message, code: maskedCode, text: maskedText, response: response ?? "" });
}
