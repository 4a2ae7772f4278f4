import type { Sql, TransactionSql } from "postgres";
import type { TokenAccess } from "#core/customer/token-access.ts";

export interface AuthoriseInput {
  /** SHA-256 of the token, in hexadecimal. */
  tokenHash: string;
  /** The client's address, or null if there is none that PostgreSQL can parse. */
  address: string | null;
  /** The requested template; null if the request names none. */
  templateId: number | null;
}

/**
 * The result of the one read that authorises a request: its token, whether it may proceed, and its template's current
 * state.
 */
export interface Authorisation {
  tokenId: number;
  accountId: number;
  /** Neither revoked nor expired. */
  tokenValid: boolean;
  suspended: boolean;
  /** What the token may do. */
  access: TokenAccess;
  /** On the whitelist, or the whitelist is switched off. */
  addressAllowed: boolean;
  /** Null also where the token may not use it. */
  template: TemplateState | null;
  /** Changes whenever providers or routing do, so that every process notices at its next send. */
  routingVersion: string;
  /** The setting of the allowed countries as JSON; null for the environment's default. */
  countries: string | null;
}

export interface TemplateState {
  id: number;
  name: string;
  archived: boolean;
  /** The approved version; null where none is. */
  versionId: number | null;
  /** When that version was created, as PostgreSQL writes it: unlike its id this cannot be repeated after a failover. */
  versionCreatedAt: string | null;
  english: string | null;
  arabic: string | null;
}

interface TemplateColumns {
  template_id: number | null;
  template_name: string;
  archived: boolean;
  version_id: number | null;
  version_created_at: string | null;
  english: string | null;
  arabic: string | null;
}

interface Row extends TemplateColumns {
  token_id: number | null;
  account_id: number;
  token_valid: boolean;
  suspended: boolean;
  address_allowed: boolean;
  access: TokenAccess;
  routing_version: string;
  countries: string | null;
}

const templateColumns = (sql: Sql) => sql`
  tpl.id as template_id, tpl.name as template_name, tpl.archived_at is not null as archived,
  v.id as version_id, v.created_at::text as version_created_at, v.english, v.arabic`;

/** For a row `t` of api_tokens. */
const tokenValid = (sql: Sql | TransactionSql) => sql`(
  t.revoked_at is null and (t.expires_at is null or t.expires_at > now()))`;

/** Whether a token may send with a template, for rows `t` of api_tokens and `tpl` of templates. */
const mayUse = (sql: Sql | TransactionSql) => sql`(t.template_ids is null or tpl.id = any(t.template_ids))`;

/** For a row `a` of accounts and a row `input` with an address. */
const addressAllowed = (sql: Sql | TransactionSql) => sql`(
  not a.whitelist_enforced or exists (
    select from whitelist_entries w where w.account_id = a.id and w.range >>= input.address::inet
  ))`;

const routingVersionOf = (sql: Sql | TransactionSql) => sql`(select r.version::text from routing_version r)`;

const countries = (sql: Sql | TransactionSql) =>
  sql`(select s.value::text from settings s where s.name = 'countries')`;

function templateOf(row: TemplateColumns): TemplateState | null {
  if (row.template_id === null) return null;
  return {
    id: row.template_id,
    name: row.template_name,
    archived: row.archived,
    versionId: row.version_id,
    versionCreatedAt: row.version_created_at,
    english: row.english,
    arabic: row.arabic,
  };
}

/**
 * Reads the authorisations of many requests in one statement. Null if there has never been such a token.
 *
 * The arrays are in sub-selects so that PostgreSQL does not see their length while planning: otherwise it would replan
 * for each array, and planning costs more than the read itself.
 */
export async function authorise(sql: Sql, batch: AuthoriseInput[]): Promise<(Authorisation | null)[]> {
  const rows = await sql<Row[]>`
    select t.id as token_id, t.account_id, t.access,
      ${tokenValid(sql)} as token_valid, a.status = 'suspended' as suspended,
      ${addressAllowed(sql)} as address_allowed,
      ${templateColumns(sql)}, ${routingVersionOf(sql)} as routing_version, ${countries(sql)} as countries
    from unnest(
      (select ${batch.map((b) => b.tokenHash)}::text[]), (select ${batch.map((b) => b.address)}::text[]),
      (select ${batch.map((b) => b.templateId)}::int[])
    ) with ordinality as input (token_hash, address, template_id, ord)
    left join api_tokens t on t.hash = decode(input.token_hash, 'hex')
    left join accounts a on a.id = t.account_id
    left join templates tpl on tpl.id = input.template_id and tpl.account_id = t.account_id and ${mayUse(sql)}
    left join template_versions v on v.id = tpl.serving_version_id
    order by input.ord`;
  return rows.map((row) => {
    if (row.token_id === null) return null;
    return {
      tokenId: row.token_id,
      accountId: row.account_id,
      tokenValid: row.token_valid,
      suspended: row.suspended,
      addressAllowed: row.address_allowed,
      access: row.access,
      routingVersion: row.routing_version,
      countries: row.countries,
      template: templateOf(row),
    };
  });
}

/**
 * The parts of an earlier authorisation on which a send relies, beside the ids of its token, account and template
 * version. After the failover to a standby that lacked the latest commits, ids are issued again while this process
 * still remembers their old meaning: so the token is compared by its hash, and the version by its time of creation.
 */
export interface AuthorisationSnapshot {
  /** SHA-256 of the token, in hexadecimal. */
  tokenHash: string;
  versionCreatedAt: string | null;
  address: string | null;
  templateId: number;
  templateName: string;
  routingVersion: string;
  countries: string | null;
}

/**
 * SQL: whether `authorise` would return the same again for a row `input` (account_id, token_id, token_hash, version_id,
 * version_created_at, address, template_id, template_name), by the same rules.
 */
export function snapshotHolds(
  sql: Sql | TransactionSql,
  { routingVersion, countries: text }: Pick<AuthorisationSnapshot, "routingVersion" | "countries">,
) {
  return sql`(${routingVersionOf(sql)} = ${routingVersion}) and (${countries(sql)} is not distinct from ${text}) and exists (
    select from api_tokens t join accounts a on a.id = t.account_id join templates tpl on tpl.account_id = a.id
      join template_versions v on v.id = tpl.serving_version_id
    where t.id = input.token_id and t.hash = decode(input.token_hash, 'hex') and a.id = input.account_id and ${tokenValid(sql)} and a.status <> 'suspended' and t.access <> 'read' and ${mayUse(sql)}
      and ${addressAllowed(sql)}
      and tpl.id = input.template_id and tpl.name = input.template_name and tpl.archived_at is null
      and v.id = input.version_id and v.created_at = input.version_created_at::timestamptz
  )`;
}

/** What a developer's own send in the dashboard needs: the account's template, and the current providers. */
export async function prepareTry(
  sql: Sql,
  accountId: number,
  templateId: number | null,
): Promise<Pick<Authorisation, "template" | "routingVersion" | "countries">> {
  const [row] = await sql<[TemplateColumns & Pick<Row, "routing_version" | "countries">]>`
    select ${templateColumns(sql)}, ${routingVersionOf(sql)} as routing_version, ${countries(sql)} as countries
    from (values (1)) as one
    left join templates tpl on tpl.id = ${templateId} and tpl.account_id = ${accountId}
    left join template_versions v on v.id = tpl.serving_version_id`;
  return { template: templateOf(row), routingVersion: row.routing_version, countries: row.countries };
}

/** The version of providers and routing, as the authorisation of a send also reads it. */
export async function routingVersion(sql: Sql): Promise<string> {
  const [row] = await sql<[{ routing_version: string }]>`select ${routingVersionOf(sql)} as routing_version`;
  return row.routing_version;
}
