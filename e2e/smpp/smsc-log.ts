/*
 * The log of a killable SMSC, one line for each of these: `bind N` with the number of sessions that it then has,
 * `submit NUMBER`, `receipt ID NUMBER` and `acknowledged ID`. A line that a kill cut short counts for nothing.
 */

/** What an SMSC was given, over all its lives. */
export interface Seen {
  /** The numbers of its submits, each as often as it came. */
  submits: string[];
  /** The numbers whose receipts were acknowledged. */
  reported: Set<string>;
  /** How many receipts were not. */
  outstanding: number;
  /** The most sessions that it had at once. */
  sessions: number;
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split(" "));

/** The receipts that were not acknowledged: their numbers by id. */
export function outstandingReceipts(text: string): Map<string, string> {
  const receipts = new Map<string, string>();
  for (const [word, id, number] of linesOf(text)) {
    if (word === "receipt") receipts.set(id!, number!);
    else if (word === "acknowledged") receipts.delete(id!);
  }
  return receipts;
}

export function seenIn(text: string): Seen {
  const lines = linesOf(text);
  const of = (word: string) => lines.filter(([first]) => first === word).map(([, ...rest]) => rest);
  const outstanding = outstandingReceipts(text);
  return {
    submits: of("submit").map(([number]) => number!),
    reported: new Set(
      of("receipt")
        .filter(([id]) => !outstanding.has(id!))
        .map(([, number]) => number!),
    ),
    outstanding: outstanding.size,
    sessions: Math.max(0, ...of("bind").map(([count]) => Number(count))),
  };
}
