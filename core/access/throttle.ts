/**
 * What can be guessed, and how many wrong guesses are allowed within the window: from one place (an address, or a
 * browser in which the subject has signed in before), and from everywhere: from all places that the subject does not
 * know together, and from all such browsers together. The second limit is the one that a guesser with many addresses
 * meets, or somebody who knew the password and signed in often enough to have many such browsers. Since the two are
 * counted apart, a stranger who guesses the password of a known e-mail can at worst lock its owner out of new places,
 * never out of a browser they have used before.
 */
export const GUESSES = {
  /** The password at sign-in, counted per typed e-mail whether or not a user has it. */
  sign_in: { here: 10, everywhere: 50 },
  /** The password that a signed-in user must enter again. */
  password: { here: 10, everywhere: 10 },
  /** E-mails that turn out to be another user's, when a user changes their own or a member of an account invites somebody. */
  email: { here: 5, everywhere: 5 },
  /** The second factor: it has only a million codes, so fewer guesses are allowed. */
  code: { here: 5, everywhere: 5 },
} as const;

export type Guessed = keyof typeof GUESSES;

/**
 * Whether a right guess proves who is guessing, so that the wrong ones before it are forgiven. That an e-mail is free
 * proves nothing: whoever may invite somebody can find a free one whenever they like.
 */
export const provesIdentity = (what: Guessed): boolean => what !== "email";

/** All guesses from one address together. An office behind one address shares this limit. */
export const GUESSES_PER_ADDRESS = 30;

/**
 * How many invitations, renewed ones included, the team of an account may send within the window: each is a mail that
 * the gateway sends to an address of their choice.
 */
export const INVITATIONS_PER_ACCOUNT = 20;

export const WINDOW_MINUTES = 15;
