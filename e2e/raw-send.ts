import type { TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { exchange, type RawAnswer, type RawRequest, rawRequest } from "#e2e/raw-http.ts";
import { expect } from "#e2e/shared-gateway.ts";

export const authorised = ({ token }: TestAccount) => [
  `Authorization: Token ${token}`,
  "Content-Type: application/json",
];
/** What a body has beside its code. */
export const fields = ({ templateId }: TestAccount) => `"gsm":"963911000000","template_id":${templateId}`;
export const valid = (account: TestAccount) => `{${fields(account)},"code":"1"}`;

/** Asks over a connection of its own, and expects one answer. */
export async function one(gateway: Gateway, request: RawRequest): Promise<RawAnswer> {
  const answers = await exchange(gateway, rawRequest(request));
  expect(answers).toHaveLength(1);
  return answers[0]!;
}
