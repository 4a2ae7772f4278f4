import { bigint, integer, pgEnum, pgTable, primaryKey, smallint, text, timestamp } from "drizzle-orm/pg-core";
import { providers } from "./providers.ts";

export const bindState = pgEnum("bind_state", [
  "free",
  "connecting",
  "binding",
  "bound",
  "throttled",
  "waiting",
  "refused",
]);

/**
 * The sessions that a carrier allows, as numbered slots. A process holds a session only while it has leased its slot, so
 * that all processes together never hold more.
 */
export const binds = pgTable(
  "binds",
  {
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    /** From 1. */
    slot: smallint().notNull(),
    /** The mark of the process that leased it; null if it is free. */
    owner: text(),
    /** What identifies that process on its machine, by which others there know whether it has ended. */
    process: text(),
    /** Where it takes deliveries from other processes; null if it takes none. */
    address: text(),
    /** A keyed hash of the provider's configuration that the session is made with. */
    config: text(),
    leaseEndsAt: timestamp("lease_ends_at", { withTimezone: true }),
    /** Rises with each lease, so that what an earlier owner writes late changes nothing. */
    fence: bigint({ mode: "number" }).notNull().default(0),
    state: bindState().notNull().default("free"),
    stateSince: timestamp("state_since", { withTimezone: true }).notNull().defaultNow(),
    /** The latest error, if it is waiting or was refused. */
    why: text(),
  },
  (table) => [primaryKey({ columns: [table.providerId, table.slot] })],
);

/**
 * The processes that want sessions of a carrier, so that they share them evenly, and one that cannot reach the carrier
 * leaves its sessions to another. A row that is not renewed counts for nothing.
 */
export const bindClaims = pgTable(
  "bind_claims",
  {
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    /** As in `binds`. */
    owner: text().notNull(),
    process: text(),
    address: text(),
    config: text().notNull(),
    seenAt: timestamp("seen_at", { withTimezone: true }).notNull().defaultNow(),
    /** Until then it takes no session that another process wants, because it could not reach the carrier. */
    restsUntil: timestamp("rests_until", { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.providerId, table.owner] })],
);
