import { homeSchema, quoteName } from "./home-schema.ts";

/**
 * The settings on which the code relies. They are sent when a connection is opened, so that they override what is set
 * for the server, the database or the role; a connection that cannot have them fails.
 *
 * `default_transaction_read_only` is deliberately not among them: administrators and hosting companies use it to stop
 * programs from writing (before a move, on a full disk). The gateway obeys it, as it obeys a standby.
 */
const PINNED = {
  // How values are written: the driver and the code parse only these formats.
  bytea_output: "hex",
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  extra_float_digits: "1",
  client_encoding: "UTF8",
  quote_all_identifiers: "off",
  // How statements are interpreted.
  standard_conforming_strings: "on",
  array_nulls: "on",
  transform_null_equals: "off",
  // What a transaction sees. The ledger's statements are written for read committed.
  default_transaction_isolation: "read committed",
  default_transaction_deferrable: "off",
  // A 201 is a promise: it must outlive a crash, and the loss of the primary where there is a synchronous standby.
  synchronous_commit: "on",
  // Time limits are set by each caller.
  statement_timeout: "0",
  lock_timeout: "0",
  idle_in_transaction_session_timeout: "0",
  idle_session_timeout: "0",
  plan_cache_mode: "auto",
};

export type SessionSettings = Partial<Record<keyof typeof PINNED, string>>;

/** The start-up parameters of a connection. `schema` is the only one in which names are looked up. */
export function sessionSettings(
  own: SessionSettings = {},
  schema: string | null = homeSchema(),
): Record<string, string> {
  return { ...PINNED, ...(schema === null ? {} : { search_path: quoteName(schema) }), ...own };
}
