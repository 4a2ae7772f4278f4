/** How long the decision about a template can be taken back. In a file of its own, because browsers load it. */
export const UNDO_SECONDS = 10;
