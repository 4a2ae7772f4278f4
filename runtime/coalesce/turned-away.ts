/**
 * The queue is full, or has not moved for a long time: nothing was done with the item. `isDatabaseAway` recognises it
 * by its code.
 */
export class TurnedAway extends Error {
  readonly code = "TURNED_AWAY";
}
