const LAST_SEQUENCE = 0x7fff_ffff;
/** The maximum number of timed-out submits whose late answers are recognised. */
const LATE_MAX = 10_000;

export interface Answered {
  kind: "answered";
  status: number;
  messageId: string;
}

/** The result of a request. */
export type Answer =
  | Answered
  /** The request never reached the socket. */
  | { kind: "unwritten" }
  /** It was written, but no answer came in time, or before the connection was lost. */
  | { kind: "lost"; why: string };

interface Waiting {
  /** The commands that answer it; null for any. */
  by: readonly string[] | null;
  resolve(answer: Answer): void;
  timer: NodeJS.Timeout;
}

const SUBMIT_ANSWERS = ["submit_sm_resp", "generic_nack"];

/** The requests of a session that wait for their answers, by sequence number. */
export class Pending {
  readonly #waiting = new Map<number, Waiting>();
  /** Timed-out submits, oldest first. */
  readonly #late = new Map<number, (answer: Answered) => void>();
  #sequence = 0;

  get size(): number {
    return this.#waiting.size;
  }

  /** @param onLate of a submit: called with an answer that comes after the time-out. */
  add(timeoutMs: number, onLate?: (answer: Answered) => void): { sequence: number; answer: Promise<Answer> } {
    do this.#sequence = (this.#sequence % LAST_SEQUENCE) + 1;
    while (this.#waiting.has(this.#sequence) || this.#late.has(this.#sequence));
    const sequence = this.#sequence;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => {
      this.settle(sequence, { kind: "lost", why: "time-out" });
      if (onLate) this.#await(sequence, onLate);
    }, timeoutMs);
    this.#waiting.set(sequence, { by: onLate ? SUBMIT_ANSWERS : null, resolve, timer });
    return { sequence, answer: promise };
  }

  /**
   * An answer came. It is nobody's if nothing waits for this number, or something else: a carrier that answers an
   * enquire_link under a wrong number has not taken a message.
   */
  answered(sequence: number, command: string, answer: Answered): void {
    const by = this.#late.has(sequence) ? SUBMIT_ANSWERS : this.#waiting.get(sequence)?.by;
    if (by && !by.includes(command)) return;
    this.#late.get(sequence)?.(answer);
    this.#late.delete(sequence);
    this.settle(sequence, answer);
  }

  settle(sequence: number, answer: Answer): void {
    const waiting = this.#waiting.get(sequence);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(sequence);
    waiting.resolve(answer);
  }

  /** Nothing is answered any more. */
  end(answer: Answer): void {
    for (const sequence of this.#waiting.keys()) this.settle(sequence, answer);
  }

  #await(sequence: number, onLate: (answer: Answered) => void): void {
    this.#late.set(sequence, onLate);
    const [oldest] = this.#late.keys();
    if (this.#late.size > LATE_MAX) this.#late.delete(oldest!);
  }
}
