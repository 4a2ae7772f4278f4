import type { AccountName } from "#core/customer/account-name.ts";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { MessageProblem } from "#core/message/reasons.ts";
import type { TimelineStep } from "#core/message/timeline.ts";

/** A message as the log shows it: times in ISO. */
export interface LogRowView {
  id: number;
  at: string;
  number: string;
  status: MessageStatus;
  /** Why it failed, or that it is unknown. */
  problem: MessageProblem | null;
  language: "ar" | "en";
  segments: number;
  credits: number;
  templateId: number;
  templateName: string;
  templateVersion: number;
  accountId: number;
  accountName: AccountName;
  tokenName: string | null;
  tokenHint: string | null;
  triedBy: string | null;
  provider: string | null;
}

/** A step in a message's timeline, as the service returns it. */
export interface StepView {
  kind: TimelineStep;
  detail: string;
  at: string;
}

/** A hand-over of a message to a provider, as the service tells it. */
export interface AttemptView {
  ordinal: number;
  provider: string | null;
  state: "pending" | "accepted" | "rejected" | "unknown";
  reason: "recipient" | "text" | "provider" | "not_taken" | null;
  response: string;
  reference: string | null;
  startedAt: string;
  endedAt: string | null;
}

/** What a drawer shows: the response of `details`. */
export interface DetailsView {
  id: number;
  number: string;
  status: MessageStatus;
  problem: MessageProblem | null;
  /** As in the public API: 0 is Arabic. */
  language: 0 | 1;
  segments: number;
  credits: number;
  createdAt: string;
  templateId: number;
  templateName: string;
  templateVersion: number;
  maskedText: string;
  response: string | null;
  accountId: number;
  accountName: AccountName;
  tokenId: number | null;
  tokenName: string | null;
  tokenHint: string | null;
  triedBy: string | null;
  provider: string | null;
  /** For the operator only, as the provider's name. */
  providerId: number | null;
  /** Null for developers, and where the order of the providers decided. */
  route: { prefix: string; own: boolean } | null;
  timeline: StepView[];
  /** Empty for developers. */
  attempts: AttemptView[];
}
