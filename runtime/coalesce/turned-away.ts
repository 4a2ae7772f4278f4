/** The queue is full, or has not moved for long: nothing was done with the item. `isDatabaseAway` knows it by its code. */
export class TurnedAway extends Error {
  readonly code = "TURNED_AWAY";
}
