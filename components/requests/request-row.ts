import type { AccountName } from "#core/customer/account-name.ts";
import type { RequestError } from "#core/requests/request-error.ts";

/** A request as the log shows it: times in ISO. */
export interface RequestView {
  id: string;
  at: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  address: string | null;
  error: RequestError | null;
  field: string | null;
  tokenName: string;
  tokenHint: string;
}

/** What a drawer shows: the response of `details`. */
export interface RequestDetailsView extends RequestView {
  accountId: number;
  accountName: AccountName;
  messageId: number | null;
  body: string;
  answer: string;
}
