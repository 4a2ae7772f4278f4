/** The sender: an API token, or a developer who tries it in the dashboard, and the account that is charged. */
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
  /** Up to 255 characters; a repeated request with the same key sends nothing. */
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
  /** Only in a replay: a report or a release has changed its status since its first outcome. */
  closedLater?: boolean;
  response: string;
  createdAt: Date;
}
