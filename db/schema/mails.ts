import { sql } from "drizzle-orm";
import { index, integer, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";
import { users } from "./users/users.ts";

export const mailKind = pgEnum("mail_kind", ["notices", "invitation", "password_reset"]);

/** Mails that wait to be sent, or were given up. One that was sent is deleted. */
export const mails = pgTable(
  "mails",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: mailKind().notNull(),
    /** The notices that it tells of. */
    noticeIds: integer("notice_ids").array(),
    /** The path of a link, which contains its secret, under AES-256-GCM. Null once the mail is given up. */
    sealed: bytea(),
    /** For users who have not chosen a language. */
    language: text().notNull(),
    attempts: integer().notNull().default(0),
    /** When it is tried next. While it is being sent, when another process may take it over. */
    dueAt: timestamp("due_at", { withTimezone: true }).notNull().defaultNow(),
    /** What the mail server answered last. */
    problem: text(),
    givenUpAt: timestamp("given_up_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index("mails_due").on(t.dueAt).where(sql`${t.givenUpAt} is null`),
    index("mails_user").on(t.userId),
  ],
);
