import { sql } from "drizzle-orm";
import { bigint, index, inet, integer, pgEnum, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";
import { accounts } from "./customers/accounts.ts";
import { apiTokens } from "./customers/api-tokens.ts";

export const requestError = pgEnum("request_error", [
  "token",
  "address",
  "suspended",
  "scope",
  "invalid",
  "unreadable",
  "media_type",
  "too_large",
  "method",
  "not_found",
  "key_reused",
  "quota",
  "too_many",
  "refused",
  "unanswered",
  "unavailable",
  "internal",
]);

/**
 * The request log: API requests of known accounts, whatever became of them, for some days. Only a share of those of busy
 * accounts (core/requests/kept-share.ts). Neither a code nor a full number is here: core/requests/masked-request.ts.
 *
 * The id is the `X-Request-Id` of the answer. It begins with the time of arrival, so that every index below is in the
 * order of time and a period is a range of ids.
 */
export const apiRequests = pgTable(
  "api_requests",
  {
    id: uuid().primaryKey(),
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    tokenId: integer("token_id")
      .notNull()
      .references(() => apiTokens.id),
    method: text().notNull(),
    path: text().notNull(),
    status: smallint().notNull(),
    durationMs: integer("duration_ms").notNull(),
    address: inet(),
    error: requestError(),
    /** The fields at fault, separated by commas. */
    field: text(),
    /** The message that the request sent or asked for. */
    messageId: bigint("message_id", { mode: "number" }),
    /** The HMAC of the number, by which the log is searched. */
    numberHash: bytea("number_hash"),
    /** Masked; empty where there was none, or none that could be read. */
    body: text().notNull(),
    /** Masked. */
    answer: text().notNull(),
  },
  (t) => [
    index("api_requests_account").on(t.accountId, t.id),
    index("api_requests_status").on(t.accountId, t.status, t.id),
    index("api_requests_token").on(t.tokenId, t.id),
    index("api_requests_number").on(t.accountId, t.numberHash, t.id).where(sql`${t.numberHash} is not null`),
  ],
);
