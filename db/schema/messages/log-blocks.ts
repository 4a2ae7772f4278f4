import { bigint, index, integer, pgTable, primaryKey, smallint, timestamp } from "drizzle-orm/pg-core";

/**
 * A summary of the send log in blocks of some hundred messages, by which the log's filters skip blocks that hold nothing
 * of what is wanted: no index of `messages` contains the status or the provider (db/schema/messages/messages.ts). Each block
 * covers consecutive messages of one account, and the account's messages of each combination of token, version and
 * language are in blocks of their own as well.
 *
 * Written by a job (services/upkeep/log-blocks.ts), never by a send. Everything before the job's mark is in blocks,
 * except the changes that are listed in `late_outcomes`; what is after the mark is read message by message.
 */
export const logBlocks = pgTable(
  "log_blocks",
  {
    accountId: integer("account_id").notNull(),
    /** As in `messages`, 0 for no token. With version 0, which does not exist: all of the account's messages. */
    tokenId: integer("token_id").notNull(),
    templateVersionId: integer("template_version_id").notNull(),
    language: smallint().notNull(),
    /** When its first and its last message were created. */
    since: timestamp({ withTimezone: true }).notNull(),
    until: timestamp({ withTimezone: true }).notNull(),
    count: integer().notNull(),
    /** Which outcomes its messages have, or had: codes as in db/queries/messages/log-outcomes.ts. */
    outcomes: bigint({ mode: "number" }).array().notNull(),
    /** The first five digits of its messages' numbers, and of how many of the messages they are. */
    prefixes: integer().array().notNull().default([]),
    prefixed: integer().notNull().default(0),
    /** The subscriptions to which its messages were charged. Null where they were not recorded: it may hold any. */
    subscriptions: integer().array(),
  },
  (t) => [
    primaryKey({
      name: "log_blocks_key",
      columns: [t.accountId, t.tokenId, t.templateVersionId, t.language, t.since],
    }),
    // For deleting what retention has emptied.
    index("log_blocks_until").on(t.until),
  ],
);

/**
 * Messages whose status or provider changed, or that were inserted, when they were no longer young. A trigger on
 * `messages` lists them, whoever makes the change; the job adds their outcomes to their blocks and deletes these rows.
 * Filters look at every message that is listed here, so that none is missed until then.
 */
export const lateOutcomes = pgTable(
  "late_outcomes",
  {
    /** A row for each change: one that is deleted is one that the job has seen. */
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
  },
  (t) => [index("late_outcomes_message").on(t.messageId)],
);
