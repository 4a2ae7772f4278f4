import { table } from "#bin/gate/answer.ts";
import { LEDGER_COLUMNS, type Ledger } from "#core/customer/ledger.ts";

/** A ledger as people read it in a terminal, oldest first. */
export function statementText({
  from,
  to,
  opening,
  closing,
  sums,
  days,
}: Ledger & { from: string; to: string }): string {
  const none = Object.fromEntries(LEDGER_COLUMNS.map((column) => [column, ""]));
  return table(
    [
      { day: `${from} opening`, ...none, balance: opening },
      ...days.map(({ day, balance, ...moved }) => ({ day, ...moved, balance })),
      { day: "total", ...sums, balance: "" },
      { day: `${to} closing`, ...none, balance: closing },
    ],
    "",
  );
}
