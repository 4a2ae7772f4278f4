import type { TestAccount } from "./account.ts";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what it takes an answer for
  json: any;
}

/** Asks the API. `body` is sent as it is where it is a text or bytes, else as JSON. */
export async function ask(
  gateway: { url: string },
  method: string,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
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
      return JSON.parse(text);
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
