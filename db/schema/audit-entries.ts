import { bigint, index, inet, integer, jsonb, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { accounts } from "./customers/accounts.ts";
import { users } from "./users/users.ts";

export const actorKind = pgEnum("actor_kind", ["user", "command_line", "system"]);

/** Who changed what, when and from where, with the values before and after. Never contains a secret. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    actorKind: actorKind("actor_kind").notNull(),
    actorId: integer("actor_id").references(() => users.id),
    /** The user's e-mail, or the operating system's user name, at that time. */
    actorName: text("actor_name").notNull(),
    /** The account that the change concerns, if any. */
    accountId: integer("account_id").references(() => accounts.id),
    /** `noun.verb`, such as `token.revoke`. */
    action: text().notNull(),
    subjectId: text("subject_id").notNull(),
    before: jsonb(),
    after: jsonb(),
    address: inet(),
  },
  (t) => [
    index("audit_entries_account").on(t.accountId, t.id),
    index("audit_entries_actor").on(t.actorId, t.id),
    index("audit_entries_action").on(t.action, t.id),
    index("audit_entries_subject").on(t.subjectId, t.id),
    // For filters by period.
    index("audit_entries_at").on(t.at),
  ],
);
