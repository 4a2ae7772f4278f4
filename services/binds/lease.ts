import { type BindRow, LEASE_MS, type LeaseKey } from "#db/queries/gateway/binds.ts";
import { ENDING_MS, type Slot, type SlotState } from "#providers/provider.ts";

/** The session begins to end so long before its lease does. */
const LET_GO_MS = ENDING_MS + 1_000;

/** What a claim wants, and what it hears. */
export interface Wish {
  providerId: number;
  revision(): string;
  config: string;
  count: number;
  onSlot(slot: Slot): void;
  onLook(rows: BindRow[]): void;
}

/**
 * A moment by both clocks of this machine: the monotonic one does not count while the machine sleeps, and the other one
 * may be set.
 */
export interface Instant {
  monotonic: number;
  wall: number;
}

export const instant = (): Instant => ({ monotonic: performance.now(), wall: Date.now() });

interface LeaseActions {
  tell(): void;
  release(): Promise<void>;
}

/** A slot that this process has leased. */
export class Lease implements Slot {
  readonly wish: Wish;
  readonly key: LeaseKey;
  readonly #actions: LeaseActions;
  readonly #ending = new AbortController();
  readonly #yielding = new AbortController();
  #since: Instant;
  /** Since when the carrier cannot be reached (performance.now); undefined while it can, or while that is unknown. */
  #strandedAt: number | undefined;
  #state: { state: SlotState["kind"]; why: string | null } = { state: "connecting", why: null };
  #released: Promise<void> | undefined;

  /** @param since before the statement that took it was sent, so that the lease does not end earlier than believed. */
  constructor(wish: Wish, key: LeaseKey, since: Instant, actions: LeaseActions) {
    this.wish = wish;
    this.key = key;
    this.#since = since;
    this.#actions = actions;
  }

  get number(): number {
    return this.key.slot;
  }

  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get yielding(): AbortSignal {
    return this.#yielding.signal;
  }

  /** Whether it is to be kept: neither lost nor left to another process. */
  get isKept(): boolean {
    return !this.#ending.signal.aborted && !this.#yielding.signal.aborted;
  }

  get state() {
    return this.#state;
  }

  /** For how many milliseconds the carrier has not been reached. A carrier that refuses the bind was reached. */
  get strandedMs(): number {
    return this.#strandedAt === undefined ? 0 : performance.now() - this.#strandedAt;
  }

  isHeld(): boolean {
    return !this.#ending.signal.aborted && this.#leftMs() > 0;
  }

  /** Milliseconds until it ends, by the clock that says less. */
  #leftMs(): number {
    const { monotonic, wall } = instant();
    return LEASE_MS - Math.max(monotonic - this.#since.monotonic, wall - this.#since.wall);
  }

  renewed(since: Instant): void {
    if (since.monotonic > this.#since.monotonic) this.#since = since;
  }

  endInTime(): void {
    if (this.#leftMs() < LET_GO_MS) this.end("its lease could not be renewed");
  }

  end(why: string): void {
    this.#ending.abort(new Error(why));
  }

  /** Leaves the slot to another process as soon as nothing is lost by it. */
  yield(why: string): void {
    this.#yielding.abort(new Error(why));
  }

  report({ kind, why = null }: { kind: SlotState["kind"]; why?: string | undefined | null }): void {
    const { state, why: before } = this.#state;
    this.#state = { state: kind, why };
    if (kind === "waiting") this.#strandedAt ??= performance.now();
    else if (kind !== "connecting" && kind !== "binding") this.#strandedAt = undefined;
    // A carrier that throttles changes the state several times a second: the next renewal tells that.
    const isQuiet = kind === "throttled" || (state === "throttled" && kind === "bound");
    if (!isQuiet && (state !== kind || before !== why)) this.#actions.tell();
  }

  release(): Promise<void> {
    this.#released ??= this.#actions.release();
    return this.#released;
  }
}
