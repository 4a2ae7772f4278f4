import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import type { SmppConfig } from "./config.ts";
import { dial } from "./dial.ts";
import type { Lane } from "./pace.ts";
import { statusName } from "./pdu.ts";
import { type Failure, isCredentials } from "./retry.ts";
import {
  type Answer,
  type Answered,
  type BindFields,
  ESME_ROK,
  Session,
  type SessionEvents,
} from "./session.ts";

/** What is to be seen of one bind. */
export interface BindState {
  kind: "closed" | "connecting" | "binding" | "bound" | "throttled" | "waiting" | "refused";
  since: Date;
  /** Of one that waits or was refused: what happened last. */
  why?: string;
}

export interface BindSettings {
  provider: string;
  /** Which of the provider's binds, from 1 on. */
  slot: number;
  as: BindFields["as"];
  config: SmppConfig;
  retryMs(failure: Failure, failures: number): number;
  onDeliver: SessionEvents["onDeliver"];
  /** There may be room now, or less hope than before. */
  onChange(): void;
}

/** After the first throttling answer in a row, and at most; half of it is chance. */
const HOLD_MS = 250;
const LONGEST_HOLD_MS = 5_000;
/** How long an answer to our unbind is waited for at most. */
const UNBIND_MS = 5_000;

/** Keeps one session bound: connects, binds, and does so again whenever it is over, until it is closed. */
export class BindKeeper implements Lane {
  readonly #settings: BindSettings;
  readonly #stop = new AbortController();
  #state: BindState = { kind: "closed", since: new Date() };
  #session: Session | undefined;
  #occupied = 0;
  /** Whoever waits until nothing is out any more. */
  #onIdle: (() => void) | undefined;
  #failures = 0;
  #holds = 0;
  #heldUntil = 0;
  #holding: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #lastLogged = "";

  constructor(settings: BindSettings) {
    this.#settings = settings;
  }

  /** @param after when it may begin: a carrier that allows one session must see the one before end. */
  open(after: Promise<unknown>): void {
    this.#running ??= after.then(() => this.#run());
  }

  get state(): BindState {
    return this.#isHeld() && this.#state.kind === "bound"
      ? { ...this.#state, kind: "throttled" }
      : this.#state;
  }

  room(): number {
    if (!this.#session?.isOpen || this.#state.kind !== "bound") return 0;
    if (this.#stop.signal.aborted || this.#isHeld()) return 0;
    return this.#settings.config.window - this.#occupied;
  }

  /** After a failed attempt it is down: whoever waited for it would wait in vain while another provider could send. */
  hopeful(): boolean {
    if (this.#stop.signal.aborted) return false;
    return this.#state.kind === "bound" || (this.#running !== undefined && this.#failures === 0);
  }

  occupy(): void {
    this.#occupied++;
  }

  /** Submits in the place that was occupied, and frees it with the answer. */
  async submit(
    fields: Record<string, unknown>,
    timeoutMs: number,
    onLate: (answer: Answered) => void,
  ): Promise<Answer> {
    try {
      return (await this.#session?.submit(fields, timeoutMs, onLate)) ?? { kind: "unwritten" };
    } finally {
      this.#occupied--;
      if (this.#occupied === 0) this.#onIdle?.();
      this.#settings.onChange();
    }
  }

  /** The carrier wants less: nothing goes by this bind for a while, longer each time in a row. */
  hold(): void {
    // Answers to what was out at the same time are one refusal.
    if (this.#isHeld()) return;
    const longest = Math.min(LONGEST_HOLD_MS, HOLD_MS * 2 ** Math.min(this.#holds++, 10));
    const ms = longest * (0.5 + Math.random() / 2);
    this.#heldUntil = performance.now() + ms;
    this.#holding = setTimeout(() => {
      // A timer may be early by a fraction of a millisecond.
      this.#heldUntil = 0;
      this.#settings.onChange();
    }, ms);
  }

  /** The carrier took something. */
  taken(): void {
    this.#holds = 0;
  }

  /** The carrier says that this session is not bound. */
  reset(why: string): void {
    this.#session?.destroy(why);
  }

  /** Submits nothing more, waits for the answers that are out, unbinds and disconnects. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("closed"));
    clearTimeout(this.#holding);
    if (this.#session && this.#occupied > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    if (this.#state.kind === "bound")
      await this.#session?.unbind(Math.min(UNBIND_MS, this.#settings.config.timeout_ms));
    this.#session?.destroy("closed");
    await this.#running;
    this.#enter("closed");
  }

  #isHeld(): boolean {
    return performance.now() < this.#heldUntil;
  }

  #enter(kind: BindState["kind"], why?: string): void {
    const { provider } = this.#settings;
    if (this.#state.kind !== "closed") metrics().binds.dec({ provider, state: this.#state.kind });
    if (kind !== "closed") metrics().binds.inc({ provider, state: kind });
    this.#state = { kind, since: new Date(), ...(why === undefined ? {} : { why }) };
    this.#settings.onChange();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const failure = await this.#attempt();
      if (signal.aborted) break;
      const ms = this.#settings.retryMs(failure, this.#failures);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, ms);
        function done() {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        }
        signal.addEventListener("abort", done);
      });
    }
  }

  /** One session from its connection to its end. @returns why there is none any more. */
  async #attempt(): Promise<Failure> {
    const { config, as, onDeliver } = this.#settings;
    this.#enter("connecting");
    const closed = Promise.withResolvers<string>();
    let session: Session;
    try {
      const socket = await dial(config, this.#stop.signal);
      session = new Session(socket, {
        onDeliver,
        onUnbind: () => this.#enter("waiting", "unbound by the carrier"),
        onClose: closed.resolve,
      });
    } catch (error) {
      return this.#failed(`Not connected (${codeOf(error)})`);
    }
    this.#session = session;
    session.keepAlive(config.enquire_link_ms);
    this.#enter("binding");
    const { system_id: systemId, password, system_type: systemType, timeout_ms } = config;
    const answer = await session.bind({ as, systemId, password, systemType }, timeout_ms);
    if (answer.kind !== "answered" || answer.status !== ESME_ROK) {
      session.destroy("not bound");
      await closed.promise;
      this.#session = undefined;
      if (answer.kind !== "answered") {
        return this.#failed(
          `No answer to the bind (${answer.kind === "lost" ? answer.why : "not connected"})`,
        );
      }
      return this.#refused(answer.status);
    }
    this.#failures = 0;
    this.#log("info", "bound");
    this.#enter("bound");
    const why = await closed.promise;
    this.#session = undefined;
    this.#enter("waiting", why);
    if (!this.#stop.signal.aborted) this.#log("warn", `the session ended: ${why}`);
    return { kind: "connection" };
  }

  #failed(why: string): Failure {
    this.#failures++;
    this.#enter("waiting", why);
    if (!this.#stop.signal.aborted) this.#log("warn", why);
    return { kind: "connection" };
  }

  #refused(status: number): Failure {
    this.#failures++;
    const why = `Bind refused: ${statusName(status)}`;
    this.#enter("refused", why);
    this.#log(isCredentials(status) ? "error" : "warn", why);
    return { kind: "refused", status };
  }

  /** The same thing again, such as every attempt while a carrier is away, is one line. */
  #log(level: "info" | "warn" | "error", what: string): void {
    if (what === this.#lastLogged) return;
    this.#lastLogged = what;
    const { provider, slot, as } = this.#settings;
    log()[level]({ provider, bind: slot, as }, `smpp: ${what}`);
  }
}

/** The error's code and nothing more of it. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === "string" ? code : (name ?? "Error");
}
