/** The words by which a carrier tells a final state, as patterns. */
export interface FinalPatterns {
  delivered: string;
  failed: string;
}

export interface FinalState {
  kind: "delivered" | "failed";
  /** Safe to store, see `storableWord`. */
  word: string;
}

const WORD_LENGTH = 40;
/** A status is matched only up to this length, because the operator's pattern may be slow. */
export const STATUS_LENGTH = 1_000;

/** Reads statuses. @returns a function that returns null for what is not final. */
export function finalStates({ delivered, failed }: FinalPatterns): (status: string) => FinalState | null {
  const finals = [
    ["delivered", new RegExp(delivered, "u")] as const,
    ["failed", new RegExp(failed, "u")] as const,
  ];
  return (status) => {
    for (const [kind, expression] of finals) {
      const match = expression.exec(status.slice(0, STATUS_LENGTH));
      if (match) return { kind, word: named(storableWord(match[0]), kind) };
    }
    return null;
  };
}

/** A status that was only a number tells nobody anything without its digits. */
const named = (word: string, kind: FinalState["kind"]) => (/\p{L}/u.test(word) ? word : kind);

/**
 * The only text of a report that is stored: what the operator's own pattern matched, without digits. When a report
 * arrives the message's code is no longer known and cannot be masked, so anything that might contain it is dropped.
 */
export function storableWord(matched: string): string {
  return matched
    .replace(/\p{Nd}/gu, "*")
    .replace(/\p{Cc}|\p{Cs}/gu, " ")
    .slice(0, WORD_LENGTH)
    .toWellFormed();
}
