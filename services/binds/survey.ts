import type { Claimant } from "#core/gateway/bind-share.ts";
import type { OtherClaim } from "#db/queries/gateway/bind-claims.ts";
import type { BindRow } from "#db/queries/gateway/binds.ts";
import { hasEnded } from "#runtime/process-identity.ts";

/** What a process sees of a provider's slots. */
export interface Survey {
  /** Owners that are known to have ended. */
  ended: string[];
  /** The slots that the other processes have. */
  elsewhere: BindRow[];
  /** Sessions of another configuration still exist. */
  isBlocked: boolean;
  /** There is a slot that nobody has. */
  isFree: boolean;
  /** The other processes that want slots. */
  others: Claimant[];
}

/**
 * @param rows the provider's slots as they stand in the database.
 * @param of.owner this process.
 * @param of.held the numbers of its slots. A row of this process for any other slot is left from a lost lease.
 */
export function survey(
  rows: BindRow[],
  claims: OtherClaim[],
  of: { owner: string; held: number[]; count: number; config: string },
): Survey {
  const isOver = ({ process }: { process: string | null }) => process !== null && hasEnded(process);
  const ended = rows.flatMap((row) => (row.owner !== null && isOver(row) ? [row.owner] : []));
  const taken = rows.filter(
    ({ slot, owner, isLeased }) =>
      isLeased && !ended.includes(owner!) && (owner !== of.owner || of.held.includes(slot)),
  );
  const numbers = new Set(taken.map(({ slot }) => slot));
  return {
    ended,
    elsewhere: taken.filter(({ owner }) => owner !== of.owner),
    isBlocked: taken.some(({ config }) => config !== of.config),
    isFree: Array.from({ length: of.count }, (_, index) => index + 1).some((slot) => !numbers.has(slot)),
    others: claims
      .filter((claim) => !isOver(claim))
      .map(({ owner, isResting }) => ({
        slots: taken.filter((row) => row.owner === owner).length,
        isResting,
      })),
  };
}
