import { nameIn } from "#core/customer/account-name.ts";

/** What a notice can be about. Admins get those of the operator, developers those of their account. */
export const noticeKinds = [
  "approval_waiting",
  "template_decided",
  "credit_low",
  "subscription_ending",
  "carrier_down",
  "share_low",
  "token_expiring",
  "token_unused",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export type NoticeSide = "admin" | "developer";

/** Who is told of what. A kind for both sides is worded for each. */
export const noticeAudience: Record<NoticeKind, readonly NoticeSide[]> = {
  approval_waiting: ["admin"],
  template_decided: ["developer"],
  credit_low: ["admin", "developer"],
  subscription_ending: ["admin", "developer"],
  carrier_down: ["admin"],
  share_low: ["admin"],
  token_expiring: ["developer"],
  token_unused: ["developer"],
};

export const kindsFor = (side: NoticeSide): NoticeKind[] =>
  noticeKinds.filter((kind) => noticeAudience[kind].includes(side));

/** The account that a notice names. */
interface OfAccount {
  accountId: number;
  account: string;
  /** Absent in notices of earlier releases. */
  arabicAccount?: string | null;
}

/** What a notice says, as it was when it was written. Times are ISO. Never a secret, a code or a message's text. */
export type Notice =
  | {
      kind: "approval_waiting";
      details: OfAccount & { templateId: number; template: string };
    }
  | {
      kind: "template_decided";
      details: {
        templateId: number;
        template: string;
        version: number;
        decision: "approved" | "rejected" | "revoked";
        reason: string | null;
      };
    }
  | {
      kind: "credit_low";
      details: OfAccount & { remaining: number; quota: number };
    }
  | {
      kind: "subscription_ending";
      details: OfAccount & {
        subscriptionId: number;
        plan: string;
        endsAt: string;
        ended: boolean;
      };
    }
  | { kind: "carrier_down"; details: { provider: string; detail: string | null } }
  | {
      kind: "share_low";
      /** Percent; null where no report comes at all. */
      details: { provider: string; share: number | null; before: number | null };
    }
  | {
      kind: "token_expiring";
      details: { tokenId: number; token: string; expiresAt: string; expired: boolean };
    }
  | { kind: "token_unused"; details: { tokenId: number; token: string; since: string } };

/**
 * The thing that a notice is about. A notice is written once for each occurrence of a kind with a subject.
 */
export function subjectOf({ kind, details }: Notice): string {
  switch (kind) {
    case "approval_waiting":
    case "template_decided":
      return `template:${details.templateId}`;
    case "credit_low":
      return `account:${details.accountId}`;
    case "subscription_ending":
      return `subscription:${details.subscriptionId}`;
    case "carrier_down":
    case "share_low":
      return `provider:${details.provider}`;
    case "token_expiring":
    case "token_unused":
      return `token:${details.tokenId}`;
  }
}

/** The page of the thing that a notice is about. */
export function noticeTarget({ kind, details }: Notice, side: NoticeSide): string {
  switch (kind) {
    case "approval_waiting":
      return `/admin/approvals?template=${details.templateId}`;
    case "template_decided":
      return `/templates/${details.templateId}`;
    case "credit_low":
      return side === "admin" ? `/admin/accounts/${details.accountId}/subscriptions` : "/subscription";
    case "subscription_ending":
      return side === "admin" ? `/admin/subscriptions/${details.subscriptionId}` : "/subscription";
    case "carrier_down":
    case "share_low":
      return "/admin/carriers";
    case "token_expiring":
    case "token_unused":
      return "/tokens";
  }
}

/** The path that marks a notice as read and leads on to its target: for the page and for mails. */
export const noticePath = (id: number) => `/notice/${id}`;

/** The wordings under `notices.said`, each with a title and a sentence. */
export const noticeWordings = [
  "approvalWaiting",
  "templateApproved",
  "templateRejected",
  "templateRevoked",
  "creditLow",
  "creditLowOf",
  "creditUsed",
  "creditUsedOf",
  "subscriptionEnding",
  "subscriptionEndingOf",
  "subscriptionEnded",
  "subscriptionEndedOf",
  "carrierDown",
  "shareLow",
  "noReports",
  "tokenExpiring",
  "tokenExpired",
  "tokenUnused",
] as const;
export type NoticeWording = (typeof noticeWordings)[number];

export interface SaidNotice {
  wording: NoticeWording;
  values: Record<string, string | number>;
}

interface Reader {
  language: "en" | "ar";
  /** Writes a date in this language. */
  day: (iso: string) => string;
}

const accountIn = ({ account, arabicAccount = null }: OfAccount, language: "en" | "ar") =>
  nameIn({ name: account, arabicName: arabicAccount }, language);

/** Which wording a notice has, and the values to fill in. */
export function saidOf({ kind, details }: Notice, side: NoticeSide, { language, day }: Reader): SaidNotice {
  const own = side === "developer";
  switch (kind) {
    case "approval_waiting":
      return {
        wording: "approvalWaiting",
        values: { name: details.template, account: accountIn(details, language) },
      };
    case "template_decided":
      return details.decision === "approved"
        ? { wording: "templateApproved", values: { name: details.template } }
        : {
            wording: details.decision === "rejected" ? "templateRejected" : "templateRevoked",
            values: { name: details.template, reason: details.reason ?? "" },
          };
    case "credit_low": {
      const { remaining, quota } = details;
      const values = { account: accountIn(details, language), remaining, quota };
      if (remaining > 0) return { wording: own ? "creditLow" : "creditLowOf", values };
      return { wording: own ? "creditUsed" : "creditUsedOf", values };
    }
    case "subscription_ending": {
      const values = { account: accountIn(details, language), plan: details.plan, day: day(details.endsAt) };
      if (details.ended) return { wording: own ? "subscriptionEnded" : "subscriptionEndedOf", values };
      return { wording: own ? "subscriptionEnding" : "subscriptionEndingOf", values };
    }
    case "carrier_down":
      return { wording: "carrierDown", values: { name: details.provider } };
    case "share_low":
      return details.share === null || details.before === null
        ? { wording: "noReports", values: { name: details.provider } }
        : {
            wording: "shareLow",
            values: { name: details.provider, share: details.share, before: details.before },
          };
    case "token_expiring":
      return {
        wording: details.expired ? "tokenExpired" : "tokenExpiring",
        values: { name: details.token, day: day(details.expiresAt) },
      };
    case "token_unused":
      return { wording: "tokenUnused", values: { name: details.token, day: day(details.since) } };
  }
}
