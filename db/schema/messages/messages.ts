import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

export const messageStatus = pgEnum("message_status", ["pending", "sent", "delivered", "failed", "unknown"]);

/** Why a message failed (core/message/reasons.ts), or that its outcome is unknown. */
export const messageProblem = pgEnum("message_problem", [
  "unknown",
  "refused",
  "undelivered",
  "released",
  "recipient_refused",
  "text_refused",
  "not_taken",
  "no_route",
  "approval_missing",
  "sender_missing",
]);

/** The last so many digits of a number are indexed: `LEAST_ENDING` in core/message/number-search.ts. */
const ENDING = 6;

/**
 * The send log. The code and the text are not here: the text follows from the version, and the code is never stored.
 *
 * Each row is inserted once and updated once or twice moments later, by the settlement and the delivery report. Those
 * updates are heap-only (HOT), which writes no index entry, as long as they change no column that an index or its
 * predicate names and the new version fits on the row's page. Hence:
 * - `status`, the provider's columns and the times of an outcome are in no index. `problem` is, and stays null for
 *   everything but what failed or is unknown.
 * - the table has a fillfactor (set in the migration, because drizzle has no word for it).
 *
 * No foreign keys either: they would cost every send a fifth of its time in PostgreSQL. Triggers on the parents refuse
 * to delete one that messages name, and `gate doctor` and a restore look for messages without theirs:
 * db/references.ts.
 */
export const messages = pgTable(
  "messages",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    accountId: integer("account_id").notNull(),
    subscriptionId: integer("subscription_id").notNull(),
    templateVersionId: integer("template_version_id").notNull(),
    /** The token that sent it, or the user who tried it in the dashboard. */
    tokenId: integer("token_id"),
    userId: integer("user_id"),
    /** 0 Arabic, 1 English: the public API's numbers. */
    language: smallint().notNull(),
    codeLength: smallint("code_length").notNull(),
    segments: smallint().notNull(),
    credits: smallint().notNull(),
    status: messageStatus().notNull().default("pending"),
    problem: messageProblem(),
    /** Digits in international form. */
    number: text().notNull(),
    /** The prefix of the route by which its providers were chosen; null where the order of the providers decided. */
    routePrefix: text("route_prefix"),
    /** Whether that route was the account's own. */
    routeOwn: boolean("route_own"),
    providerId: integer("provider_id"),
    providerRef: text("provider_ref"),
    /** With code and text masked. */
    providerResponse: text("provider_response"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** When the provider answered, or was given up without an answer. */
    settledAt: timestamp("settled_at", { withTimezone: true }),
    /** When it became final: by the provider's refusal, a report, or the release of an unknown message. */
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (t) => [
    // For the log of an account, and everything counted over a period of it.
    index("messages_account").on(t.accountId, t.createdAt, t.id),
    // For the log with filters on columns that never change: db/queries/messages/message-log.ts.
    index("messages_facets").on(
      t.accountId,
      sql`coalesce(${t.tokenId}, 0)`,
      t.templateVersionId,
      t.language,
      t.createdAt,
      t.id,
    ),
    // The same for failed and unknown messages, a small part of the log, wherever they lie.
    index("messages_problem")
      .on(
        t.accountId,
        sql`coalesce(${t.tokenId}, 0)`,
        t.templateVersionId,
        t.language,
        t.problem,
        t.createdAt,
        t.id,
      )
      .where(sql`${t.problem} is not null`),
    // For the release of unknown messages; few rows at any time.
    index("messages_unknown").on(t.id).where(sql`${t.problem} = 'unknown'`),
    // For look-ups by number or by its last digits: one index does for both, because few numbers share six. Not a
    // B-tree: numbers arrive in random order, and with ten million rows a B-tree made a send's statements six times as
    // expensive. This BRIN index has a Bloom filter per 32 pages, at no measurable cost for a send.
    index("messages_number_ending")
      .using(
        "brin",
        sql`right(${t.number}, ${sql.raw(String(ENDING))}) text_bloom_ops(n_distinct_per_range=2000, false_positive_rate=0.005)`,
      )
      .with({ pages_per_range: 32, autosummarize: true }),
    check("messages_language", sql`${t.language} in (0, 1)`),
    check("messages_credits", sql`${t.credits} > 0 and ${t.segments} > 0`),
    check("messages_response_length", sql`length(${t.providerResponse}) <= 500`),
    check(
      "messages_problem",
      sql`case ${t.status} when 'unknown' then ${t.problem} is not distinct from 'unknown'
        when 'failed' then ${t.problem} is not null and ${t.problem} <> 'unknown' else ${t.problem} is null end`,
    ),
  ],
);
