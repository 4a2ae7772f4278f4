import { env } from "#runtime/env.ts";
import { shared } from "#runtime/shared.ts";

const inProgress = () => shared("account-turns", () => new Map<number, number>());

/**
 * Admits one more request of the account.
 * @returns a function to call when it has been answered; null if too many of its requests are already in progress in
 * this process (`ACCOUNT_CONCURRENCY`).
 */
export function takeTurn(accountId: number): (() => void) | null {
  const all = inProgress();
  const count = all.get(accountId) ?? 0;
  if (count >= env().ACCOUNT_CONCURRENCY) return null;
  all.set(accountId, count + 1);
  return () => {
    const left = all.get(accountId)! - 1;
    if (left > 0) all.set(accountId, left);
    else all.delete(accountId);
  };
}
