/**
 * What can be guessed, and how often it may be got wrong within the window: from one place (an address, or a browser
 * that the subject signed in with before), and from everywhere else together. The second is what a guesser with many
 * addresses meets; it is higher, so that whoever guesses at somebody's e-mail shuts that person out of new places at
 * most, and of none where they have been.
 */
export const GUESSES = {
  /** The password at sign-in, by the e-mail that was typed, whether or not it is anybody's. */
  sign_in: { here: 10, everywhere: 50 },
  /** The password that a signed-in user is asked for again. */
  password: { here: 10, everywhere: 10 },
  /** The second factor: only a million codes, so fewer guesses. */
  code: { here: 5, everywhere: 5 },
} as const;

export type Guessed = keyof typeof GUESSES;

/** Over everything that is guessed from one address. An office behind one address shares it. */
export const GUESSES_PER_ADDRESS = 30;

export const WINDOW_MINUTES = 15;
