import { LEDGER_COLUMNS, type LedgerDay } from "#core/customer/ledger.ts";
import { Refused } from "#core/input/refusal.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { type CsvColumn, csvAnswer } from "../csv.ts";
import { admit } from "../guards.ts";
import { ledgerAsked } from "./ledger.tsx";

type Row = { day: string; label: string; balance: number } & Partial<LedgerDay>;

const columns: CsvColumn<Row>[] = [
  { name: "day", value: ({ day }) => day },
  { name: "entry", value: ({ label }) => label },
  ...LEDGER_COLUMNS.map((name) => ({ name, value: (row: Row) => row[name] ?? null })),
  { name: "balance", value: ({ balance }) => balance },
];

/** A ledger as a file: the opening balance, a line for each day, and the closing balance with the sums. */
export async function ledgerCsv(
  request: Request,
  side: "developer" | "admin",
  account: string | null,
): Promise<Response> {
  const actor = await admit(side);
  const refuse = (status: number) => Response.json({}, { status, headers: { "cache-control": "no-store" } });
  if (typeof actor === "number") return refuse(actor);
  const accountId = account === null ? actor.accountId : Number(account);
  if (accountId === null) return refuse(404);
  const params: SearchParams = Object.fromEntries(new URL(request.url).searchParams);
  try {
    const { from, to, opening, closing, sums, days } = await ledgerAsked(actor, accountId, params, {
      as: "file",
    });
    const rows: Row[] = [
      { day: from, label: "opening", balance: opening },
      ...days.map((each) => ({ ...each, label: "day" })),
      { ...sums, day: to, label: "closing", balance: closing },
    ];
    return csvAnswer(`ledger-${accountId}-${from}-${to}.csv`, columns, batchOf(rows));
  } catch (error) {
    if (error instanceof Refused) return refuse(404);
    throw error;
  }
}

async function* batchOf(rows: Row[]) {
  yield rows;
}
