import { type ProviderState, ready } from "#core/gateway/provider-state.ts";
import {
  type Elsewhere,
  ENDING_MS,
  type ProviderContext,
  type Slot,
  type SlotClaim,
} from "../../provider.ts";
import type { SmppConfig } from "../config.ts";
import { fateTable } from "../outcomes.ts";
import type { DeliverFields } from "../receipts/receipt.ts";
import { BindKeeper, type BindState } from "./bind-keeper.ts";
import { Pace } from "./pace.ts";
import type { retryMs as defaultRetryMs } from "./retry.ts";

/** What a slot's session is told to be, the worst first: of a transmitter and a receiver the worse one. */
const WORST = ["refused", "waiting", "connecting", "binding", "throttled", "bound"] as const;

/** The binds of one configuration that this process has, and what it knows of the others'. */
export class Pool {
  readonly pace: Pace<BindKeeper>;
  readonly fate: ReturnType<typeof fateTable>;
  /** Becomes false when the carrier refuses relative validity periods. */
  withValidity = true;
  onDeliver: (message: DeliverFields, addresses: string[]) => Promise<void> = async () => {};
  readonly #config: SmppConfig;
  readonly #context: ProviderContext;
  readonly #retryMs: typeof defaultRetryMs;
  readonly #after: Promise<void>;
  readonly #keepers = new Map<Slot, BindKeeper[]>();
  #senders: BindKeeper[] = [];
  #claim: SlotClaim | undefined;
  #opened = new Date(0);
  /** Whoever waits for a change of the binds, here or elsewhere. */
  #changed = Promise.withResolvers<void>();
  #closed: Promise<void> | undefined;

  /** @param after when sessions may begin: those of the configuration before must have ended. */
  constructor(
    config: SmppConfig,
    context: ProviderContext,
    retryMs: typeof defaultRetryMs,
    after: Promise<void>,
  ) {
    this.#config = config;
    this.#context = context;
    this.#retryMs = retryMs;
    this.#after = after;
    this.fate = fateTable(config.rejections);
    this.pace = new Pace(
      () => this.#senders,
      // Its share of the rate, which is that of all processes together.
      () => (config.per_second * Math.max(1, this.#senders.length)) / config.binds,
    );
  }

  open(): void {
    if (this.closing || this.#opened.getTime() > 0) return;
    this.#opened = new Date();
    void this.#after.then(() => {
      if (this.closing) return;
      this.#claim = this.#context.slots.claim(this.#config.binds, {
        onSlot: (slot) => this.#start(slot),
        onChange: () => this.#change(),
      });
      this.#change();
    });
  }

  get closing(): boolean {
    return this.#closed !== undefined;
  }

  get binds(): BindKeeper[] {
    return [...this.#keepers.values()].flat();
  }

  /** Whether a delivery can be sent, or wait, for a bind of this process. */
  isHopeful(): boolean {
    return this.#senders.some((bind) => bind.hopeful());
  }

  /** Whether there is a bind of this process to send by. */
  isBound(): boolean {
    const isBound = ({ kind }: BindState) => kind === "bound" || kind === "throttled";
    return !this.closing && this.#senders.some((bind) => bind.hopeful() && isBound(bind.state));
  }

  /** Whether another process has a bound session, or anyone may have one soon. */
  mayReach(): boolean {
    return !this.closing && (this.isHopeful() || this.#elsewhere().kind !== "down");
  }

  /** A provider that only pauses, because its carrier throttles, is ready: messages wait for it. */
  state(): ProviderState {
    if (this.isHopeful()) return ready;
    const elsewhere = this.#elsewhere();
    if (!this.closing && elsewhere.kind !== "down" && this.#senders.length === 0) return ready;
    if (!this.closing && elsewhere.kind === "bound") return ready;
    const own = this.#senders.map(({ state }) => state);
    const refused = own.find(({ kind }) => kind === "refused");
    const worst = refused ?? own[0] ?? { ...elsewhere.state, since: elsewhere.since };
    const isRefused = worst.kind === "refused";
    return {
      kind: "down",
      reason: isRefused ? "bind_refused" : "not_bound",
      since: worst.since,
      ...(worst.why === undefined ? {} : { detail: worst.why }),
    };
  }

  #elsewhere(): Elsewhere {
    return this.#claim?.elsewhere() ?? { kind: "coming", since: this.#opened };
  }

  /**
   * Where a delivery may be sent from, as soon as that is known.
   * @returns null where nothing is to be hoped for until the deadline (performance.now).
   */
  async reach(deadline: number): Promise<SlotClaim | "here" | null> {
    for (;;) {
      if (this.isHopeful()) return "here";
      if (this.closing || performance.now() >= deadline) return null;
      const { kind } = this.#elsewhere();
      if (kind === "bound" && this.#claim) return this.#claim;
      if (kind === "down") return null;
      await this.#nextChange(deadline);
    }
  }

  /** Why nothing can be sent, or not soon enough. */
  obstacle(): string {
    const states = this.binds.map(({ state }) => state);
    if (this.closing) return "closed";
    if (states.some(({ kind }) => kind === "throttled")) return "throttled";
    if (states.some(({ kind }) => kind === "bound")) return "no place in the window";
    return states.find(({ why }) => why !== undefined)?.why ?? this.#elsewhere().state?.why ?? "not bound";
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#claim?.close();
    // Not within `#closed ??=`: a waiter woken here checks whether the pool is closing.
    await Promise.resolve();
    this.pace.close();
    this.#change();
    await this.#after;
    await Promise.all([...this.#keepers.keys()].map((slot) => this.#stop(slot, (bind) => bind.close())));
  }

  #start(slot: Slot): void {
    const make = (as: "transceiver" | "transmitter" | "receiver") =>
      new BindKeeper({
        provider: this.#context.name,
        slot,
        as,
        config: this.#config,
        retryMs: this.#retryMs,
        onDeliver: (message, addresses) => this.onDeliver(message, addresses),
        onRoom: () => this.pace.pump(),
        onState: () => {
          this.#tell(slot);
          this.#change();
        },
      });
    const keepers =
      this.#config.bind === "transceiver" ? [make("transceiver")] : [make("transmitter"), make("receiver")];
    this.#keepers.set(slot, keepers);
    this.#listSenders();
    slot.ending.addEventListener("abort", () => void this.#stop(slot, (bind) => bind.closeWithin(ENDING_MS)));
    slot.yielding.addEventListener("abort", () => {
      void this.#stop(slot, (bind) => bind.close());
      this.#listSenders();
      this.#change();
    });
    for (const keeper of keepers) keeper.open();
    this.#change();
  }

  async #stop(slot: Slot, close: (bind: BindKeeper) => Promise<void>): Promise<void> {
    await Promise.all((this.#keepers.get(slot) ?? []).map(close));
    this.#keepers.delete(slot);
    this.#listSenders();
    await slot.release();
    this.#change();
  }

  #listSenders(): void {
    this.#senders = [...this.#keepers]
      .filter(([slot]) => !slot.yielding.aborted)
      .flatMap(([, binds]) => binds.filter((bind) => bind.isSender));
  }

  #tell(slot: Slot): void {
    const states = (this.#keepers.get(slot) ?? []).map(({ state }) => state);
    const kind = WORST.find((worst) => states.some((state) => state.kind === worst));
    if (kind) slot.report({ kind, why: states.find((state) => state.kind === kind)!.why });
  }

  #change(): void {
    this.pace.pump();
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  async #nextChange(deadline: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
    });
    await Promise.race([this.#changed.promise, over]);
    clearTimeout(timer);
  }
}
