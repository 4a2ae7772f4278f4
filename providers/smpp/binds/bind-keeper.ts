import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import type { Slot } from "../../provider.ts";
import type { WireEntry } from "../../trace.ts";
import type { SmppConfig } from "../config.ts";
import { dial } from "../wire/dial.ts";
import { statusName } from "../wire/pdu.ts";
import type { Answer, Answered } from "../wire/pending.ts";
import { type BindFields, ESME_ROK, Session, type SessionEvents } from "../wire/session.ts";
import { answerEntry, bindEntry, whereTo } from "../wire/trace.ts";
import { Hold } from "./hold.ts";
import type { Lane } from "./pace.ts";
import { type Failure, isCredentials } from "./retry.ts";

/** The visible state of one bind. */
export interface BindState {
  kind: "closed" | "connecting" | "binding" | "bound" | "throttled" | "waiting" | "refused";
  since: Date;
  /** The latest error, if it is waiting or was refused. */
  why?: string;
}

export interface BindSettings {
  provider: string;
  /** This process's right to the session. */
  slot: Slot;
  as: BindFields["as"];
  config: SmppConfig;
  retryMs(failure: Failure, failures: number): number;
  onDeliver: SessionEvents["onDeliver"];
  /** Called when a place in the window has become free. */
  onRoom(): void;
  /** Called after each change of the state. */
  onState(): void;
}

/** How long to wait for the answer to our unbind. */
const UNBIND_MS = 5_000;

/** A session that is shorter than this, and took no message, was of no use. From so many in a row on, each counts as a failed attempt. */
const USELESS_MS = 5_000;
const USELESS_SESSIONS = 3;

/** Keeps one session bound: connects and binds, and reconnects whenever the session ends, until it is closed. */
export class BindKeeper implements Lane {
  readonly #settings: BindSettings;
  readonly #stop = new AbortController();
  #state: BindState = { kind: "closed", since: new Date() };
  #session: Session | undefined;
  #occupied = 0;
  /** Resolves the wait for all outstanding submits. */
  #onIdle: (() => void) | undefined;
  #failures = 0;
  /** Whether the session took a message. */
  #isUsed = false;
  /** Useless sessions in a row. */
  #useless = 0;
  readonly #hold: Hold;
  #running: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #lastLogged = "";
  /** The latest bind and its answer, for whoever asks what went over the wire. */
  #exchange: WireEntry[] = [];

  constructor(settings: BindSettings) {
    this.#settings = settings;
    this.#hold = new Hold(() => settings.onState());
  }

  open(): void {
    this.#running ??= this.#run();
  }

  get isSender(): boolean {
    return this.#settings.as !== "receiver";
  }

  get state(): BindState {
    return this.#hold.isOn && this.#state.kind === "bound"
      ? { ...this.#state, kind: "throttled" }
      : this.#state;
  }

  get exchange(): readonly WireEntry[] {
    return this.#exchange;
  }

  room(): number {
    if (!this.#session?.isOpen || this.#state.kind !== "bound") return 0;
    if (this.#stop.signal.aborted || this.#hold.isOn || !this.#settings.slot.isHeld()) return 0;
    return this.#settings.config.window - this.#occupied;
  }

  /**
   * After a failed attempt the bind counts as down: messages should go to another provider instead of waiting for it.
   */
  hopeful(): boolean {
    if (this.#stop.signal.aborted || !this.#settings.slot.isHeld()) return false;
    return this.#state.kind === "bound" || (this.#running !== undefined && this.#failures === 0);
  }

  occupy(): void {
    this.#occupied++;
  }

  /** Submits in the place that was occupied, and frees the place when the answer arrives. */
  async submit(
    fields: Record<string, unknown>,
    timeoutMs: number,
    onLate: (answer: Answered) => void,
  ): Promise<Answer> {
    try {
      if (!this.#settings.slot.isHeld()) return { kind: "unwritten" };
      return (await this.#session?.submit(fields, timeoutMs, onLate)) ?? { kind: "unwritten" };
    } finally {
      this.#occupied--;
      if (this.#occupied === 0) this.#onIdle?.();
      this.#settings.onRoom();
    }
  }

  /** The carrier is throttling: nothing is submitted on this bind for a while. */
  hold(): void {
    this.#hold.start();
    this.#settings.onState();
  }

  /** The carrier accepted a message. */
  taken(): void {
    this.#isUsed = true;
    this.#hold.forget();
  }

  /** The carrier reports that this session is not bound. */
  reset(why: string): void {
    this.#session?.destroy(why);
  }

  /** Submits nothing more, waits for outstanding answers, unbinds and disconnects. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  /** Closes it within this time: what is not answered by then is lost. */
  async closeWithin(ms: number): Promise<void> {
    const drained = setTimeout(() => this.#onIdle?.(), ms / 2);
    const ended = setTimeout(() => this.#session?.destroy("closed"), ms);
    await this.close();
    clearTimeout(drained);
    clearTimeout(ended);
  }

  async #end(): Promise<void> {
    this.#stop.abort(new Error("closed"));
    this.#hold.stop();
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

  #enter(kind: BindState["kind"], why?: string): void {
    const { provider } = this.#settings;
    if (this.#state.kind !== "closed") metrics().binds.dec({ provider, state: this.#state.kind });
    if (kind !== "closed") metrics().binds.inc({ provider, state: kind });
    this.#state = { kind, since: new Date(), ...(why === undefined ? {} : { why }) };
    this.#settings.onState();
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

  /** One session, from connecting to its end. @returns why it ended. */
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
      const title = `Not connected (${codeOf(error)})`;
      this.#exchange = [{ at: Date.now(), direction: "event", title, fields: [whereTo(config)] }];
      return this.#failed(title);
    }
    this.#session = session;
    session.keepAlive(config.enquire_link_ms);
    this.#enter("binding");
    const { system_id: systemId, password, system_type: systemType, timeout_ms } = config;
    this.#exchange = [bindEntry(this.#settings)];
    const answer = await session.bind({ as, systemId, password, systemType }, timeout_ms);
    this.#exchange.push(answerEntry(`bind_${as}_resp`, answer));
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
    this.#log("info", "bound");
    this.#isUsed = false;
    const since = performance.now();
    this.#enter("bound");
    const why = await closed.promise;
    this.#session = undefined;
    const isUseless = !this.#isUsed && performance.now() - since < USELESS_MS;
    this.#useless = isUseless ? this.#useless + 1 : 0;
    this.#failures = Math.max(0, this.#useless - USELESS_SESSIONS + 1);
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

  /** Consecutive identical events, such as every attempt while a carrier is away, are logged once. */
  #log(level: "info" | "warn" | "error", what: string): void {
    if (what === this.#lastLogged) return;
    this.#lastLogged = what;
    const { provider, slot, as } = this.#settings;
    log()[level]({ provider, bind: slot.number, as }, `smpp: ${what}`);
  }
}

/** Only the error's code, not its message. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === "string" ? code : (name ?? "Error");
}
