/**
 * Remembers since when each provider has been up, or down, without an interruption. A connection that is tried again and
 * again, each time in vain, is down all the while, though each try has a time of its own.
 * @returns the time, given the provider's id, its state now, and when that began as far as it is known.
 */
export function unbrokenSince(): (id: number, isUp: boolean, begun: Date) => Date {
  const held = new Map<number, { isUp: boolean; at: Date }>();
  return (id, isUp, begun) => {
    const kept = held.get(id);
    if (kept?.isUp === isUp) return kept.at;
    held.set(id, { isUp, at: begun });
    return begun;
  };
}
