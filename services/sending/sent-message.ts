/** Who sends, for whom: an API token's account, or a developer who tries it in the dashboard. */
export interface Sender {
  accountId: number;
  tokenId: number | null;
  userId: number | null;
}

export interface SendInput {
  /** Digits in international form. */
  number: string;
  templateId: number;
  code: string;
  language: 0 | 1;
  /** Up to 255 characters; a replay with the same key sends nothing. */
  idempotencyKey: string | null;
}

export interface SentMessage {
  id: number;
  number: string;
  templateId: number;
  templateName: string;
  code: string;
  text: string;
  status: "sent" | "delivered" | "failed" | "unknown";
  /** Only of a replay: its status came after its first outcome, by a report or a release. */
  closedLater?: boolean;
  response: string;
  createdAt: Date;
}
