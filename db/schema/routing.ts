import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { accounts } from "./customers/accounts.ts";
import { providers } from "./providers/providers.ts";
import { templateVersions } from "./templates.ts";

/**
 * One row. Its version is replaced by a trigger with each change of a table on which routing depends: providers,
 * operators, routes, senders and operator approvals. The charging statement compares it, so that a change takes effect
 * in all processes with the next send. A random value rather than a counter, because a counter is repeated after a
 * failover to a standby that lacked the latest commits.
 *
 * The row is also the lock of whoever changes routing (`lockRouting`). What changes by itself, such as the health of a
 * provider, must never be stored in those tables.
 */
export const routingVersion = pgTable(
  "routing_version",
  {
    single: boolean().primaryKey().default(true),
    version: uuid().notNull().defaultRandom(),
  },
  (t) => [check("routing_version_single", sql`${t.single}`)],
);

/** A mobile operator. Which prefixes it has is for people to read; routes alone decide who delivers. */
export const operators = pgTable(
  "operators",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull().unique(),
    /** Its name on Arabic pages; null where it is the same. */
    arabicName: text("arabic_name"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    check("operators_name_length", sql`length(${t.name}) between 1 and 60`),
    check("operators_arabic_name_length", sql`length(${t.arabicName}) between 1 and 60`),
  ],
);

const isPrefix = (column: unknown) => sql`${column} ~ '^[1-9][0-9]{0,14}$'`;

/** The first digits of an operator's numbers, in international form. */
export const operatorPrefixes = pgTable(
  "operator_prefixes",
  {
    prefix: text().primaryKey(),
    operatorId: integer("operator_id")
      .notNull()
      .references(() => operators.id, { onDelete: "cascade" }),
  },
  (t) => [
    index("operator_prefixes_operator").on(t.operatorId),
    check("operator_prefixes_prefix", isPrefix(t.prefix)),
  ],
);

/** Which providers deliver to the numbers with a prefix: for one account, or for all that have no route of their own. */
export const routes = pgTable(
  "routes",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    prefix: text().notNull(),
    accountId: integer("account_id").references(() => accounts.id),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("routes_place").on(t.prefix, t.accountId).nullsNotDistinct(),
    check("routes_prefix", isPrefix(t.prefix)),
  ],
);

/** The providers of a route, in the order in which they are tried. */
export const routeProviders = pgTable(
  "route_providers",
  {
    routeId: integer("route_id")
      .notNull()
      .references(() => routes.id, { onDelete: "cascade" }),
    /** 1, 2, 3 … within the route. */
    position: smallint().notNull(),
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
  },
  (t) => [
    primaryKey({ columns: [t.routeId, t.position] }),
    unique("route_providers_provider").on(t.routeId, t.providerId),
    index("route_providers_of_provider").on(t.providerId),
  ],
);

export const senderState = pgEnum("sender_state", ["requested", "registered"]);

/** The sender ID under which a provider delivers: an account's own, or the default of all others. */
export const senders = pgTable(
  "senders",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    /** Null for the provider's default. */
    accountId: integer("account_id").references(() => accounts.id),
    /** At most 11 letters and digits, or a number. */
    sender: text().notNull(),
    /** Whether the operator has registered it. One that is only requested is not used. */
    state: senderState().notNull().default("requested"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("senders_place").on(t.providerId, t.accountId).nullsNotDistinct(),
    check("senders_sender_length", sql`length(${t.sender}) between 1 and 16`),
  ],
);

export const operatorApprovalState = pgEnum("operator_approval_state", ["submitted", "accepted", "refused"]);
export const approvedAs = pgEnum("approved_as", ["text", "template"]);

/**
 * What an operator says of a text that the gateway has approved: for each provider that demands approvals, template
 * version and language. A text without a row was not submitted.
 */
export const operatorApprovals = pgTable(
  "operator_approvals",
  {
    versionId: integer("version_id")
      .notNull()
      .references(() => templateVersions.id, { onDelete: "cascade" }),
    providerId: integer("provider_id")
      .notNull()
      .references(() => providers.id),
    /** 0 Arabic, 1 English: the public API's numbers. */
    language: smallint().notNull(),
    state: operatorApprovalState().notNull(),
    /** How an accepted text is handed over: as a whole, or by the operator's template code with the OTP as its parameter. */
    approvedAs: approvedAs("approved_as"),
    /** The operator's code of its template. */
    templateCode: text("template_code"),
    /** Why the operator refused it. */
    reason: text(),
    changedAt: timestamp("changed_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.versionId, t.providerId, t.language] }),
    index("operator_approvals_provider").on(t.providerId),
    check("operator_approvals_language", sql`${t.language} in (0, 1)`),
    check("operator_approvals_accepted", sql`(${t.state} = 'accepted') = (${t.approvedAs} is not null)`),
    check("operator_approvals_refused", sql`(${t.state} = 'refused') = (${t.reason} is not null)`),
    check(
      "operator_approvals_template_code",
      sql`${t.templateCode} is null or (${t.state} = 'accepted' and length(${t.templateCode}) between 1 and 100)`,
    ),
    check("operator_approvals_by_code", sql`${t.approvedAs} <> 'template' or ${t.templateCode} is not null`),
  ],
);
