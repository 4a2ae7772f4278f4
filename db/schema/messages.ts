import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { apiTokens } from "./api-tokens.ts";
import { providers } from "./providers.ts";
import { subscriptions } from "./subscriptions.ts";
import { templateVersions } from "./templates.ts";
import { users } from "./users.ts";

export const messageStatus = pgEnum("message_status", ["pending", "sent", "delivered", "failed", "unknown"]);

/**
 * The send log. The code and the text are not here: the text follows from the version, and the code is never
 * stored. Every index costs every send, twice: at the insert and when it is settled.
 */
export const messages = pgTable(
  "messages",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    accountId: integer("account_id").notNull(),
    subscriptionId: integer("subscription_id").notNull(),
    templateVersionId: integer("template_version_id")
      .notNull()
      .references(() => templateVersions.id),
    /** Which token sent it, or which user tried it in the dashboard. */
    tokenId: integer("token_id").references(() => apiTokens.id),
    userId: integer("user_id").references(() => users.id),
    /** 0 Arabic, 1 English: the public API's numbers. */
    language: smallint().notNull(),
    codeLength: smallint("code_length").notNull(),
    segments: smallint().notNull(),
    credits: smallint().notNull(),
    status: messageStatus().notNull().default("pending"),
    /** Digits in international form. */
    number: text().notNull(),
    providerId: integer("provider_id").references(() => providers.id),
    providerRef: text("provider_ref"),
    /** Masked of code and text. */
    providerResponse: text("provider_response"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    /** When the provider answered, or gave no answer. */
    settledAt: timestamp("settled_at", { withTimezone: true }),
    /** When a report, or the release of an unknown one, made it final. */
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (t) => [
    foreignKey({
      name: "messages_subscription",
      columns: [t.subscriptionId, t.accountId],
      foreignColumns: [subscriptions.id, subscriptions.accountId],
    }),
    // The log of an account, and everything that is counted over a time of it.
    index("messages_account").on(t.accountId, t.createdAt, t.id),
    // The log by any filter: db/queries/messages/message-log.ts. A message enters with its outcome: while it is pending, and
    // the sender waits, this index costs nothing.
    index("messages_facets")
      .on(
        t.accountId,
        sql`coalesce(${t.tokenId}, 0)`,
        t.templateVersionId,
        t.language,
        t.status,
        sql`coalesce(${t.providerId}, 0)`,
        t.createdAt,
        t.id,
      )
      .where(sql`${t.status} <> 'pending'`),
    // What was sent to a number. Not a tree: numbers come in no order, and at ten million rows a tree made a send's
    // statements six times as dear. This one is a Bloom filter for each 32 pages, and costs a send nothing that shows.
    index("messages_number")
      .using("brin", sql`${t.number} text_bloom_ops(n_distinct_per_range=2000, false_positive_rate=0.005)`)
      .with({ pages_per_range: 32, autosummarize: true }),
    // What the sweep and the release look for; few rows at any time.
    index("messages_open").on(t.createdAt).where(sql`${t.status} in ('pending', 'unknown')`),
    check("messages_language", sql`${t.language} in (0, 1)`),
    check("messages_credits", sql`${t.credits} > 0 and ${t.segments} > 0`),
    check("messages_response_length", sql`length(${t.providerResponse}) <= 500`),
  ],
);
