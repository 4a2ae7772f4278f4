import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { searchFold, searchPieces } from "#core/input/search-fold.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { users } from "#db/schema/users/users.ts";

/**
 * A substring search that ignores case, accents and spelling variants of Arabic letters; no character is a wildcard. It
 * reads every row, so it is for columns of few rows, or where few rows are examined.
 */
export function containing(column: PgColumn | SQL, text: string): SQL {
  return sql`position(${searchFold(text)} in search_fold(${column})) > 0`;
}

/**
 * The same for a folded column with a trigram index, which finds the few rows that can match. One or two letters occur
 * in too many rows for the index.
 */
export function indexed(folded: PgColumn | SQL, text: string): SQL {
  const asked = searchFold(text);
  const found = sql`position(${asked} in ${folded}) > 0`;
  const pieces = searchPieces(asked).map((piece) => sql`${piece}`);
  if (pieces.length === 0) return found;
  return sql`(search_pieces(${folded}) @> array[${sql.join(pieces, sql`, `)}]::text[] and ${found})`;
}

const inName = (text: string) => indexed(accounts.nameSearch, text);
const inContact = (text: string) => indexed(accounts.contactSearch, text);
const inEmail = (text: string) => indexed(sql`search_fold(${users.email})`, text);

/** The ids of accounts whose name contains the text. */
export function accountsNamed(text: string): SQL {
  return sql`(select ${accounts.id} from ${accounts} where ${inName(text)})`;
}

/** The ids of accounts whose name or contact, or the e-mail of one of whose users, contains the text. */
export function accountsKnownBy(text: string): SQL {
  // Not with `or`, for which PostgreSQL would recompute the trigrams of every row found.
  return sql`(select ${accounts.id} from ${accounts} where ${inName(text)}
    union all select ${accounts.id} from ${accounts} where ${inContact(text)}
    union all select ${users.accountId} from ${users} where ${inEmail(text)})`;
}

/** The ids of users whose e-mail, or whose account's name, contains the text. */
export function usersKnownBy(text: string): SQL {
  return sql`(select ${users.id} from ${users} where ${inEmail(text)}
    union all select ${users.id} from ${users} where ${users.accountId} in ${accountsNamed(text)})`;
}
