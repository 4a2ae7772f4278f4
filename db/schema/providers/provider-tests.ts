import { index, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { providers } from "./providers.ts";

export const providerTestOutcome = pgEnum("provider_test_outcome", ["accepted", "rejected", "unknown"]);
export const providerTestReport = pgEnum("provider_test_report", ["delivered", "failed"]);

/**
 * Messages that admins sent through one provider to try it. Neither number nor text is here, and none of them is in
 * `messages`: nobody is charged.
 */
export const providerTests = pgTable(
  "provider_tests",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    /** Null while it is under way. */
    outcome: providerTestOutcome(),
    /** Milliseconds until the provider's answer. */
    answerMs: integer("answer_ms"),
    /** The keys by which a report may name it, as hexadecimal HMACs: see `provider_refs`. */
    refHashes: text("ref_hashes").array().notNull(),
    report: providerTestReport(),
    reportWord: text("report_word"),
    reportedAt: timestamp("reported_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("provider_tests_provider").on(t.providerId, t.id)],
);
