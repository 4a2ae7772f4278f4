import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { searchFold, searchPieces } from "#core/input/search-fold.ts";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let sql: Sql;
beforeAll(async () => {
  database = await freshDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  // The driver learns with its first query how arrays of texts are written.
  await sql`select 1`;
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

async function folded(texts: string[]): Promise<string[]> {
  const rows = await sql<{ folded: string }[]>`
    select search_fold(value) as folded from unnest(${sql.array(texts)}::text[]) with ordinality as given (value, at) order by at`;
  return rows.map((row) => row.folded);
}

/** The last block of the tables' scripts into which Unicode still puts new letters. */
const STILL_GROWING = 0xa7c0;

test("every character folds the same in PostgreSQL and in JavaScript", async () => {
  const chars: string[] = [];
  for (let code = 1; code <= 0x1ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    chars.push(String.fromCodePoint(code));
  }
  const different: string[] = [];
  for (let from = 0; from < chars.length; from += 20_000) {
    const slice = chars.slice(from, from + 20_000);
    const found = await folded(slice);
    slice.forEach((char, at) => {
      if (found[at] !== searchFold(char)) different.push(char);
    });
  }
  // Newer letters decompose only where the Unicode of Node or of PostgreSQL is as new.
  const unknown = different.filter(
    (char) => char.codePointAt(0)! >= STILL_GROWING && searchFold(char) !== char,
  );
  expect(different.filter((char) => !unknown.includes(char))).toEqual([]);
  expect(unknown.length).toBeLessThan(100);
});

test("every text folds the same, and a search for a part of it uses its trigrams", async () => {
  const letters = fc.constantFrom(
    ..."abzABZ 019-'ÀéøßŒæİıςΣЙёأإآٱاةهىيیکك٠٩۵ـءؤئگ،؟ﷲﻻ",
    "e\u0301",
    "\u0651",
    "\u064e",
    "\u200f",
    "\u200c",
    "\u00a0",
    "\u0000".replace("\0", "\u3000"),
    "😀",
    "漢",
    "각",
    "’",
  );
  const text = fc.string({ unit: letters, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 50, maxLength: 50 }),
      fc.nat(),
      fc.nat(),
      async (texts, from, long) => {
        expect(await folded(texts)).toEqual(texts.map(searchFold));
        // A part is found by its pieces, whatever its length.
        const parts = texts.map((each) => {
          const chars = Array.from(searchFold(each));
          const at = from % (chars.length + 1);
          return chars.slice(at, at + 1 + (long % 8)).join("");
        });
        const rows = await sql<{ found: boolean; pieces: string[] }[]>`
        select search_pieces(search_fold(value)) as pieces
        from unnest(${sql.array(texts)}::text[]) with ordinality as given (value, at) order by at`;
        rows.forEach(({ pieces }, at) => {
          if (parts[at] !== "") expect(pieces).toEqual(expect.arrayContaining(searchPieces(parts[at]!)));
        });
      },
    ),
    { numRuns: 20 },
  );
});
