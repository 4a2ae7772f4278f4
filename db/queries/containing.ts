import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { searchFold, searchPieces } from "#core/input/search-fold.ts";
import { accounts } from "#db/schema/accounts.ts";
import { users } from "#db/schema/users.ts";

/**
 * A search as people mean it: anywhere in the text, whatever the case, the accents and the spelling of Arabic letters,
 * and no character has a meaning. It reads every row: for columns of few rows, or of few that are looked at.
 */
export function containing(column: PgColumn | SQL, text: string): SQL {
  return sql`position(${searchFold(text)} in search_fold(${column})) > 0`;
}

/**
 * The same for what is folded already and has an index on its pieces, which finds the few rows that can match. One or
 * two letters are in too many for that.
 */
function indexed(folded: PgColumn | SQL, text: string): SQL {
  const asked = searchFold(text);
  const found = sql`position(${asked} in ${folded}) > 0`;
  const pieces = searchPieces(asked).map((piece) => sql`${piece}`);
  if (pieces.length === 0) return found;
  return sql`(search_pieces(${folded}) @> array[${sql.join(pieces, sql`, `)}]::text[] and ${found})`;
}

const inName = (text: string) => indexed(accounts.nameSearch, text);
const inContact = (text: string) => indexed(accounts.contactSearch, text);
const inEmail = (text: string) => indexed(sql`search_fold(${users.email})`, text);

/** The ids of the accounts with this in their name. */
export function accountsNamed(text: string): SQL {
  return sql`(select ${accounts.id} from ${accounts} where ${inName(text)})`;
}

/** The ids of the accounts with this in their name or contact, or in the e-mail of somebody who signs in for them. */
export function accountsKnownBy(text: string): SQL {
  // Not with `or`, for which PostgreSQL would make the pieces of every row that it found once more.
  return sql`(select ${accounts.id} from ${accounts} where ${inName(text)}
    union all select ${accounts.id} from ${accounts} where ${inContact(text)}
    union all select ${users.accountId} from ${users} where ${inEmail(text)})`;
}

/** The ids of the users with this in their e-mail or in their account's name. */
export function usersKnownBy(text: string): SQL {
  return sql`(select ${users.id} from ${users} where ${inEmail(text)}
    union all select ${users.id} from ${users} where ${users.accountId} in ${accountsNamed(text)})`;
}
