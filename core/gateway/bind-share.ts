/** A process that wants sessions of a provider. */
export interface Claimant {
  /** How many it has. */
  slots: number;
  /** It could not reach the carrier, and leaves the slots to others for a while. */
  isResting: boolean;
}

const able = (claimants: Claimant[]) => claimants.filter(({ isResting }) => !isResting);

/**
 * How many slots a process may hold, so that processes share them evenly. One that rests takes none, unless nobody else
 * wants them.
 */
export function shareOf(count: number, isResting: boolean, others: Claimant[]): number {
  const competing = able(others).length;
  if (competing === 0) return count;
  return isResting ? 0 : Math.ceil(count / (competing + 1));
}

/** Whether a process with so many slots should give one up, to even the numbers out. Numbers may differ by one. */
export function hasTooMany(slots: number, others: Claimant[]): boolean {
  return able(others).some((other) => slots - other.slots >= 2);
}

/** Whether a session that cannot be established here may be established by another process. */
export const isWantedElsewhere = (others: Claimant[]): boolean => able(others).length > 0;
