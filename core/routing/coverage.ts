/** Whether the operators' numbers have a route for everybody. */
export interface Coverage {
  /** False as long as no route is for everybody: then the order of the providers decides for all numbers. */
  hasGeneralRoute: boolean;
  /** The prefixes of which some numbers, or all, have no route. Their messages fail. */
  uncovered: string[];
}

/**
 * A prefix is covered by a route for it or for a shorter one, or by routes for all ten prefixes that are one digit
 * longer, and so on.
 */
export function coverageOf(prefixes: readonly string[], general: readonly string[]): Coverage {
  const routed = new Set(general);
  const longest = Math.max(0, ...general.map(({ length }) => length));
  const isCovered = (prefix: string): boolean => {
    for (let length = 1; length <= prefix.length; length++)
      if (routed.has(prefix.slice(0, length))) return true;
    if (prefix.length >= longest || !general.some((each) => each.startsWith(prefix))) return false;
    return Array.from({ length: 10 }, (_, digit) => `${prefix}${digit}`).every(isCovered);
  };
  return {
    hasGeneralRoute: general.length > 0,
    uncovered: general.length === 0 ? [] : prefixes.filter((prefix) => !isCovered(prefix)),
  };
}
