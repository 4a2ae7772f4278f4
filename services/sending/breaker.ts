import {
  CircuitState,
  circuitBreaker,
  handleWhenResult,
  type IBackoff,
  type IBackoffFactory,
  SamplingBreaker,
} from "cockatiel";
import type { Outcome } from "#providers/provider.ts";

/**
 * The share of messages that were not taken, or whose outcome is unknown, above which the breaker opens: of those of
 * the last ten seconds, or of the last ten messages where they are rarer than one a second.
 */
const FAILED_SHARE = 0.5;
const WINDOW_MS = 10_000;
/** Fewer messages than this say nothing. */
const FEWEST = 5;
/** How long it stays open before one message probes the provider; doubled after each probe that fails. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/** Whether messages are handed to a provider, as its latest outcomes suggest. One for each provider in a process. */
export interface Breaker {
  /** Since when it is open; null while it is closed. */
  readonly openSince: Date | null;
  /** Whether it lets a message through: it is closed, or due to be probed. */
  admits(): boolean;
  /** Hands a message over and counts the outcome. Null if it does not admit it. */
  run(deliver: () => Promise<Outcome>): Promise<Outcome | null>;
}

/** An answer whose meaning nobody knows is an answer: it raises an alarm of its own. */
const isFailure = (outcome: unknown) => {
  const { kind, scope, unrecognised } = outcome as Outcome;
  return kind === "rejected" ? scope === "not_taken" : kind === "unknown" && !unrecognised;
};

/** @param onChange called when it opens, is probed, and closes. */
export function breaker(
  onChange: (state: "open" | "half_open" | "closed") => void,
  random: () => number = Math.random,
): Breaker {
  let openSince: Date | null = null;
  let pause: Pause | undefined;
  const policy = circuitBreaker(handleWhenResult(isFailure), {
    breaker: new SamplingBreaker({
      threshold: FAILED_SHARE,
      duration: WINDOW_MS,
      minimumRps: (FEWEST * 1_000) / WINDOW_MS,
    }),
    halfOpenAfter: pauses(random, (next) => {
      pause = next;
    }),
  });
  policy.onBreak(() => {
    openSince ??= new Date();
    onChange("open");
  });
  policy.onHalfOpen(() => onChange("half_open"));
  policy.onReset(() => {
    openSince = null;
    onChange("closed");
  });

  const admits = () =>
    openSince === null || (policy.state === CircuitState.Open && pause !== undefined && pause.isOver());

  return {
    get openSince() {
      return openSince;
    },
    admits,
    async run(deliver) {
      // Asked here, because the library has a message wait for the result of a probe.
      return admits() ? policy.execute(deliver) : null;
    },
  };
}

interface Pause extends IBackoff<unknown> {
  isOver(): boolean;
}

/** Doubling pauses by a clock that is never set, unlike the library's own, which is the system's. */
function pauses(random: () => number, onPause: (pause: Pause) => void): IBackoffFactory<unknown> {
  const after = (failedProbes: number): IBackoffFactory<unknown> => ({
    next() {
      const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failedProbes, 10));
      // Up to a quarter more, so that several processes do not probe at the same moment.
      const until = performance.now() + longest * (1 + random() / 4);
      const isOver = () => performance.now() >= until;
      const pause: Pause = {
        ...after(failedProbes + 1),
        isOver,
        get duration() {
          return isOver() ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
        },
      };
      onPause(pause);
      return pause;
    },
  });
  return after(0);
}
