import { shared } from "#runtime/shared.ts";

/** For each period of the chart the handful of sums that a report reads, of the latest counts and those before. */
const MOST = 32;

/**
 * Sums over the counts of all accounts, kept in memory until the messages are counted again: with a thousand accounts a
 * week is a hundred thousand rows. The revision of the counts is part of the key and is read on the same snapshot, so
 * that what is kept can never be out of date; without a revision nothing is kept.
 */
export async function countedOnce<T>(
  revision: string | null,
  key: (string | Date)[],
  read: () => Promise<T>,
): Promise<T> {
  if (revision === null) return read();
  const kept = shared("figures.countedOnce", () => new Map<string, unknown>());
  const name = JSON.stringify([revision, ...key]);
  if (kept.has(name)) return kept.get(name) as T;
  const value = await read();
  kept.set(name, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
  return value;
}
