import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { NoticeKind } from "#core/notice/notice.ts";
import { users } from "./users/users.ts";

/** What a user was told of, one row for each user: everybody reads for themselves. */
export const notices = pgTable(
  "notices",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text().$type<NoticeKind>().notNull(),
    /** The thing that it is about, such as `template:5`. */
    subject: text().notNull(),
    /** What it says, by kind: core/notice/notice.ts. */
    details: jsonb().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    readAt: timestamp("read_at", { withTimezone: true }),
    /** When it was put into a mail. */
    mailedAt: timestamp("mailed_at", { withTimezone: true }),
  },
  (t) => [
    index("notices_user").on(t.userId, t.id),
    index("notices_unread").on(t.userId, t.id).where(sql`${t.readAt} is null`),
    index("notices_subject").on(t.kind, t.subject).where(sql`${t.readAt} is null`),
    index("notices_created").on(t.createdAt),
  ],
);

/** States that were told of, so that one that lasts is not told again: core/notice/occurrence.ts. */
export const noticeStates = pgTable(
  "notice_states",
  {
    kind: text().$type<NoticeKind>().notNull(),
    subject: text().notNull(),
    level: integer().notNull(),
    since: timestamp({ withTimezone: true }).notNull(),
    toldAt: timestamp("told_at", { withTimezone: true }),
    told: boolean().notNull(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subject, t.level] })],
);

/** Which kinds a user wants by e-mail, where that differs from the default. */
export const noticeChoices = pgTable(
  "notice_choices",
  {
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text().$type<NoticeKind>().notNull(),
    email: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind] })],
);
