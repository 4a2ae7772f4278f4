/** The first wait after a throttling response, and the longest; half of it is random. */
const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/** Holds a bind back while its carrier throttles, longer each time in succession. */
export class Hold {
  readonly #onEnd: () => void;
  #times = 0;
  #until = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  get isOn(): boolean {
    return performance.now() < this.#until;
  }

  /** Several throttling responses at the same time count as one. */
  start(): void {
    if (this.isOn) return;
    const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.#times++, 10));
    const ms = longest * (0.5 + Math.random() / 2);
    this.#until = performance.now() + ms;
    this.#timer = setTimeout(() => {
      // A timer may fire a fraction of a millisecond early.
      this.#until = 0;
      this.#onEnd();
    }, ms);
  }

  /** The carrier took something: the next wait is a first one. */
  forget(): void {
    this.#times = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
