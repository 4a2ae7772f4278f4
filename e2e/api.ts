import type { z } from "zod";
import type { balanceBody, detailBody, messageBody } from "#core/api/message-body.ts";
import type { TestAccount } from "./account.ts";

/** What answers of the API have between them. Which of it one has, a test says by its expectations. */
export type ApiBody = z.infer<typeof messageBody> & z.infer<typeof balanceBody> & z.infer<typeof detailBody>;

export interface Answer<Body = ApiBody> {
  status: number;
  headers: Headers;
  text: string;
  /** @throws where it is not JSON. */
  json: Body;
}

/** Asks the API. `body` is sent as it is where it is a text or bytes, else as JSON. */
export async function ask<Body = ApiBody>(
  gateway: { url: string },
  method: string,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const plain = body === undefined || typeof body === "string" || body instanceof Uint8Array;
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    redirect: "manual",
    headers: {
      ...(token === undefined ? {} : { authorization: `Token ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: (plain ? body : JSON.stringify(body)) as BodyInit }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text) as Body;
    },
  };
}

export const SEND = "/api/otp/send/";
export const NUMBER = "963911000000";

export interface SendFields {
  gsm?: unknown;
  template_id?: unknown;
  code?: unknown;
  language?: unknown;
}

/** Sends an OTP for an account; `fields` overrides and, where undefined, leaves out. */
export function send(
  gateway: { url: string },
  account: Pick<TestAccount, "token" | "templateId">,
  fields: SendFields = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const body = { gsm: NUMBER, template_id: account.templateId, code: "482910", ...fields };
  return ask(gateway, "POST", SEND, { token: account.token, body, headers });
}
