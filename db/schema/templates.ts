import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { accounts } from "./customers/accounts.ts";
import { users } from "./users/users.ts";

/** A message text under a permanent id; its content is in its versions. */
export const templates = pgTable(
  "templates",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    accountId: integer("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    /** The approved version used for sending. Null until the first approval. */
    servingVersionId: integer("serving_version_id").references((): AnyPgColumn => templateVersions.id),
    archivedAt: timestamp("archived_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("templates_account").on(t.accountId, t.id),
    index("templates_name_search").using("gin", sql`search_pieces(search_fold(${t.name}))`),
    check("templates_name_length", sql`length(${t.name}) between 1 and 100`),
  ],
);

export const templateStatus = pgEnum("template_status", ["draft", "pending", "approved", "rejected"]);

/**
 * A version of a template's content. What was once approved never changes, because messages were sent with it and
 * processes remember it: an edit creates the next version.
 */
export const templateVersions = pgTable(
  "template_versions",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    templateId: integer("template_id")
      .notNull()
      .references((): AnyPgColumn => templates.id),
    /** 1, 2, 3 … within the template. */
    number: integer().notNull(),
    english: text(),
    arabic: text(),
    status: templateStatus().notNull(),
    /** Why it was rejected, to be read by the developer. */
    reason: text(),
    submittedAt: timestamp("submitted_at", { withTimezone: true }),
    decidedAt: timestamp("decided_at", { withTimezone: true }),
    decidedBy: integer("decided_by").references(() => users.id),
    /** When its texts were last changed. */
    savedAt: timestamp("saved_at", { withTimezone: true }).notNull().defaultNow(),
    /** The version that served before this one was approved, for taking the approval back. */
    replacedVersionId: integer("replaced_version_id").references((): AnyPgColumn => templateVersions.id),
    /** An approval that was revoked later, and why, to be read by the developer. */
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
    revocationReason: text("revocation_reason"),
    /** When its approval was taken back by the reviewer; it waits again, or was decided anew. */
    takenBackAt: timestamp("taken_back_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("template_versions_number").on(t.templateId, t.number),
    // At most one open version: prevents races between editors or reviewers.
    uniqueIndex("template_versions_open").on(t.templateId).where(sql`${t.status} in ('draft', 'pending')`),
    check("template_versions_body", sql`${t.english} is not null or ${t.arabic} is not null`),
    check("template_versions_reason", sql`(${t.status} = 'rejected') = (${t.reason} is not null)`),
    check(
      "template_versions_revoked",
      sql`(${t.revokedAt} is null) = (${t.revocationReason} is null) and (${t.revokedAt} is null or ${t.status} = 'approved')`,
    ),
    check(
      "template_versions_decided",
      sql`(${t.status} in ('approved', 'rejected')) = (${t.decidedAt} is not null)`,
    ),
  ],
);
