import type { Delivery } from "./provider.ts";

/** A message to deliver; a test gives the fields that matter to it. */
export function testDelivery(fields: Partial<Delivery> = {}): Delivery {
  const { messageId = 17 } = fields;
  return {
    messageId,
    reference: (form) => (form === "text" ? `${messageId}.483927` : `${messageId}483927`),
    number: "963911000005",
    text: "Code 482910",
    code: "482910",
    language: 1,
    templateId: 3,
    segments: 1,
    accountId: 1,
    expiresAt: Number.POSITIVE_INFINITY,
    ...fields,
  };
}
