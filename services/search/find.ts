import { canReadAll, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import { cleaned } from "#core/input/cleaned.ts";
import { possibleId } from "#core/input/id.ts";
import { readNumberSearch } from "#core/message/number-search.ts";
import { requestIdIn } from "#core/requests/request-id.ts";
import { findParams, MOST_FINDINGS, tokenEndIn } from "#core/search/finding.ts";
import { type FindingKind, findingKinds } from "#core/search/finding-kinds.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { selectPlaces } from "#db/queries/messages/message-log.ts";
import { selectLogRows } from "#db/queries/messages/message-log-rows.ts";
import { findRequest } from "#db/queries/requests/api-requests.ts";
import {
  findAccounts,
  findPlans,
  findProviders,
  findTemplates,
  findTokens,
  findUsers,
  limitStatements,
  type Sought,
} from "#db/queries/search/findings.ts";
import { isDatabaseAway } from "#runtime/database/errors.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { log } from "#runtime/log.ts";
import { allowedCountries } from "#services/sending/countries.ts";

/** Something that a search has found. */
export interface Finding {
  kind: FindingKind;
  id: number | string;
  /** Its name; of a message the number, of a request what was asked for. */
  title: string;
  /** What tells it from others of the same name. */
  detail: string | null;
  account: ({ id: number } & AccountName) | null;
}

export interface Findings {
  findings: Finding[];
  /** Something took too long and was left out. */
  partial: boolean;
}

/** What one look may take in the database, and all of them together, in milliseconds. */
const LIMITS = { statement: 400, together: 1_200 };

/** Only the operator's people see these. */
const operatorKinds: readonly FindingKind[] = ["account", "user", "carrier", "plan"];

/**
 * Finds things by name, id, number or the end of a token, among those that the actor may see. It has a connection for
 * itself and so much time: whatever is not found by then is left out.
 */
export async function find(actor: Actor, params: SearchParams, limits = LIMITS): Promise<Findings> {
  const { q: text, kind: only } = readParams(findParams, params);
  if (text === undefined) return { findings: [], partial: false };
  const looks = looksFor(
    { text, id: idIn(text), scope: scopeOf(actor), limit: MOST_FINDINGS },
    await allowedCountries(),
  );
  const kinds = findingKinds.filter(
    (kind) => (only === undefined || only === kind) && (canReadAll(actor) || !operatorKinds.includes(kind)),
  );
  const findings: Finding[] = [];
  let partial = false;
  const until = performance.now() + limits.together;
  await database().transaction(
    async (tx) => {
      await limitStatements(tx, limits.statement);
      for (const kind of kinds) {
        if (performance.now() > until) {
          partial = true;
          break;
        }
        try {
          // In a savepoint: after a statement that took too long the others still run.
          findings.push(...(await tx.transaction((inner) => looks[kind](inner))));
        } catch (error) {
          if (!isDatabaseAway(error)) throw error;
          partial = true;
          log().warn({ err: error, kind }, "a search took too long");
        }
      }
    },
    { accessMode: "read only" },
  );
  return { findings, partial };
}

type Look = (db: Executor) => Promise<Finding[]>;

function looksFor(sought: Sought, countries: readonly string[]): Record<FindingKind, Look> {
  const { text, scope } = sought;
  const one = ({ accountId, accountName }: { accountId: number | null; accountName: AccountName | null }) =>
    accountId === null || accountName === null ? null : { id: accountId, ...accountName };
  return {
    async request(db) {
      const id = requestIdIn(text);
      const row = id === null ? undefined : await findRequest(db, id, scope);
      if (!row) return [];
      const { method, path, status } = row;
      return [
        {
          kind: "request",
          id: row.id,
          title: `${method} ${path}`,
          detail: String(status),
          account: one(row),
        },
      ];
    },
    async message(db) {
      return (await messagesOf(db, sought, countries)).map((row) => ({
        kind: "message",
        id: row.id,
        title: `+${row.number}`,
        detail: `#${row.id}`,
        account: one(row),
      }));
    },
    async account(db) {
      const rows = await findAccounts(db, sought);
      return rows.map(({ contact, ...account }) => ({
        kind: "account",
        id: account.id,
        title: account.name,
        detail: contact,
        account,
      }));
    },
    async template(db) {
      const rows = await findTemplates(db, sought);
      return rows.map((row) => ({
        kind: "template",
        id: row.id,
        title: row.name,
        detail: `#${row.id}`,
        account: one(row),
      }));
    },
    async token(db) {
      const rows = await findTokens(db, sought, tokenEndIn(text));
      return rows.map((row) => ({
        kind: "token",
        id: row.id,
        title: row.name,
        detail: row.hint,
        account: one(row),
      }));
    },
    async user(db) {
      const rows = await findUsers(db, sought);
      return rows.map((row) => ({
        kind: "user",
        id: row.id,
        title: row.email,
        detail: null,
        account: one(row),
      }));
    },
    async carrier(db) {
      const rows = await findProviders(db, sought);
      return rows.map(({ id, name }) => ({ kind: "carrier", id, title: name, detail: null, account: null }));
    },
    async plan(db) {
      const rows = await findPlans(db, sought);
      return rows.map(({ id, name }) => ({ kind: "plan", id, title: name, detail: null, account: null }));
    },
  };
}

/** An id as people write it. */
function idIn(text: string): number | null {
  const digits = /^#?\s*([1-9]\d{0,9})$/.exec(cleaned(text).trim())?.[1];
  return possibleId(digits === undefined ? null : Number(digits));
}

/** The latest messages to a number, of which a part may be typed, and the one of an id. */
async function messagesOf(db: Executor, { text, scope, limit }: Sought, countries: readonly string[]) {
  const sought = readNumberSearch(text, countries);
  if (sought === null) return [];
  const filter = { ...sought, accountId: scope === "all" ? undefined : scope };
  const places = await selectPlaces(db, filter, { direction: "older", limit });
  return selectLogRows(
    db,
    places.map(({ id }) => id),
  );
}
