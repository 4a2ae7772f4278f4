/** Numbers of a mobile operator, or of none of them, told by their first digits. */
export interface NumberGroup {
  /** A regular expression for PostgreSQL and for JavaScript. */
  pattern: string;
  /** The first `PREFIX_DIGITS` digits that such numbers have; null if these do not tell. */
  firsts: { any: number[] } | { otherThan: number[] } | null;
}

interface OperatorPrefixes {
  id: number;
  prefixes: readonly string[];
}

/** So many first digits of its numbers are kept with each block of the send log (db/schema/messages/log-blocks.ts). */
export const PREFIX_DIGITS = 5;
/** More first digits than these are not worth looking for. */
const MOST_FIRSTS = 1_000;

/** The numbers whose longest prefix is the operator's; with `id` 0, those that no operator has a prefix of. */
export function numbersOf(operators: readonly OperatorPrefixes[], id: number): NumberGroup {
  const all = operators.flatMap((operator) =>
    operator.prefixes.map((prefix) => ({ prefix, own: operator.id === id })),
  );
  if (id === 0) {
    const covered = all.flatMap(({ prefix }) => (prefix.length <= PREFIX_DIGITS ? firstsOf(prefix) : []));
    return {
      pattern: `^(?!${all.map(({ prefix }) => prefix).join("|") || "x"})`,
      firsts: covered.length > MOST_FIRSTS ? null : { otherThan: covered },
    };
  }
  const own = all.filter((each) => each.own).map(({ prefix }) => prefix);
  const others = all.filter((each) => !each.own).map(({ prefix }) => prefix);
  const alternatives = own.map((prefix) => {
    const longer = [...others, ...own]
      .filter((other) => other !== prefix && other.startsWith(prefix))
      .map((other) => other.slice(prefix.length));
    return longer.length > 0 ? `${prefix}(?!${longer.join("|")})` : prefix;
  });
  const firsts = own.flatMap(firstsOf);
  return {
    pattern: `^(?:${alternatives.join("|") || "x"})`,
    firsts: firsts.length > MOST_FIRSTS ? null : { any: [...new Set(firsts)] },
  };
}

/** The first digits of the numbers with a prefix. */
function firstsOf(prefix: string): number[] {
  const missing = PREFIX_DIGITS - prefix.length;
  if (missing <= 0) return [Number(prefix.slice(0, PREFIX_DIGITS))];
  const from = Number(prefix) * 10 ** missing;
  return Array.from({ length: 10 ** missing }, (_, n) => from + n);
}
