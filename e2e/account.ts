import { randomUUID } from "node:crypto";
import type { Gateway } from "./gateway.ts";

export interface AccountOptions {
  /** In the order in which they are used up: each ends a day after the one before it. */
  subscriptions?: { quota: number; unit?: "message" | "segment" }[];
  whitelist?: string[];
  english?: string | null;
  arabic?: string | null;
}

export interface TestAccount {
  id: number;
  name: string;
  token: string;
  tokenId: number;
  templateId: number;
  subscriptionIds: number[];
  whitelistIds: number[];
}

export const ENGLISH = "Your verification code is: {code}";
export const ARABIC = "رمز التحقق الخاص بك هو: {code}";

/** An account that can send at once: 1,000 credits, an approved bilingual template, loopback whitelisted. */
export async function makeAccount(gateway: Gateway, options: AccountOptions = {}): Promise<TestAccount> {
  const { subscriptions = [{ quota: 1_000 }], whitelist = ["127.0.0.0/8", "::1"] } = options;
  const { english = ENGLISH, arabic = ARABIC } = options;
  const desk = await gateway.desk();
  const { id, name } = await desk.call("accounts", "createAccount", {
    // As long as a word can be: no page may need more room for it than a phone has.
    name: `Test ${randomUUID().replaceAll("-", "")}`,
  });
  const accountId = id;
  const subscriptionIds: number[] = [];
  for (const [index, { quota, unit = "message" }] of subscriptions.entries()) {
    const days = 30 + index;
    const granted = await desk.call("subscriptions", "grantSubscription", {
      accountId,
      quota,
      unit,
      days,
      plan: "Test",
    });
    subscriptionIds.push(granted.id);
  }
  const whitelistIds: number[] = [];
  for (const range of whitelist) {
    whitelistIds.push(
      (await desk.call("whitelist", "addToWhitelist", { accountId, range, label: "Test" })).id,
    );
  }
  const templateId = await approvedTemplate(gateway, accountId, { english, arabic });
  const { token, id: tokenId } = await desk.call("tokens", "createToken", { accountId, name: "Test" });
  return { id, name, token, tokenId, templateId, subscriptionIds, whitelistIds };
}

export async function approvedTemplate(
  gateway: Gateway,
  accountId: number,
  { english, arabic }: { english?: string | null; arabic?: string | null },
): Promise<number> {
  const desk = await gateway.desk();
  const { id } = await desk.call("templates", "createTemplate", {
    accountId,
    name: "Login OTP",
    ...(english ? { english } : {}),
    ...(arabic ? { arabic } : {}),
  });
  await desk.call("decisions", "approveTemplate", { id });
  return id;
}
