/** What can be guessed, and how often it may be got wrong within the window before further guesses go unseen. */
export const GUESSES = {
  /** The password at sign-in, by the e-mail that was typed, whether or not it is anybody's. */
  sign_in: 10,
  /** The password that a signed-in user is asked for again. */
  password: 10,
  /** The second factor: only a million codes, so fewer guesses. */
  code: 5,
} as const;

export type Guessed = keyof typeof GUESSES;

/** Over everything that is guessed from one address. An office behind one address shares it. */
export const GUESSES_PER_ADDRESS = 30;

export const WINDOW_MINUTES = 15;
