/**
 * What a send writes names its parents without foreign keys, whose checks would cost each send a fifth of its time in
 * PostgreSQL. In their place:
 * - a trigger on each parent refuses to delete a row, or to change its key, while children name it (made by a
 *   migration: `refuse_while_referenced`).
 * - `gate doctor` looks for children without a parent, and so does every restore, which ends with its checks.
 *
 * A send that was authorised before its parent was deleted, and is charged after, is not refused by the trigger. The
 * product deletes no parent that can have messages: tokens are revoked, templates archived, providers marked.
 */
export interface Reference {
  child: string;
  columns: readonly string[];
  parent: string;
  keys: readonly string[];
  /** There is no trigger: code that deletes the parent deletes the child as well. */
  deletedTogether?: true;
}

export const references: readonly Reference[] = [
  {
    child: "messages",
    columns: ["subscription_id", "account_id"],
    parent: "subscriptions",
    keys: ["id", "account_id"],
  },
  { child: "messages", columns: ["template_version_id"], parent: "template_versions", keys: ["id"] },
  { child: "messages", columns: ["token_id"], parent: "api_tokens", keys: ["id"] },
  { child: "messages", columns: ["user_id"], parent: "users", keys: ["id"] },
  { child: "messages", columns: ["provider_id"], parent: "providers", keys: ["id"] },
  { child: "idempotency_keys", columns: ["account_id"], parent: "accounts", keys: ["id"] },
  {
    child: "idempotency_keys",
    columns: ["message_id"],
    parent: "messages",
    keys: ["id"],
    deletedTogether: true,
  },
  {
    child: "message_attempts",
    columns: ["message_id"],
    parent: "messages",
    keys: ["id"],
    deletedTogether: true,
  },
  { child: "provider_refs", columns: ["provider_id"], parent: "providers", keys: ["id"] },
];

/**
 * One statement that returns, for each reference with orphans, their number and an example (`finding`). As with foreign
 * keys, null references nothing.
 */
export const orphansQuery = references
  .map(({ child, columns, parent, keys }) => {
    const same = keys.map((key, place) => `p.${key} = c.${columns[place]}`).join(" and ");
    const named = columns.map((column) => `c.${column} is not null`).join(" and ");
    const row = `format('${columns.map((column) => `${column} %s`).join(", ")}', ${columns.map((column) => `c.${column}`).join(", ")})`;
    return `
      select format('%s rows of ${child} name a row of ${parent} that is not there, such as %s', count(*), min(${row})) as finding
      from ${child} c where ${named} and not exists (select from ${parent} p where ${same})
      having count(*) > 0`;
  })
  .join(" union all ");
