import { BindKeeper } from "./bind-keeper.ts";
import type { SmppConfig } from "./config.ts";
import { fateTable } from "./outcomes.ts";
import { Pace } from "./pace.ts";
import type { DeliverFields } from "./receipt.ts";
import type { retryMs as defaultRetryMs } from "./retry.ts";

/** The binds of one configuration. */
export class Pool {
  readonly binds: BindKeeper[];
  readonly pace: Pace<BindKeeper>;
  readonly fate: ReturnType<typeof fateTable>;
  /** Becomes false when the carrier refuses relative validity periods. */
  withValidity = true;
  onDeliver: (message: DeliverFields, addresses: string[]) => Promise<void> = async () => {};
  readonly #after: Promise<void>;
  #closed: Promise<void> | undefined;

  constructor(config: SmppConfig, provider: string, retryMs: typeof defaultRetryMs, after: Promise<void>) {
    this.#after = after;
    this.fate = fateTable(config.rejections);
    const make = (slot: number, as: "transceiver" | "transmitter" | "receiver") =>
      new BindKeeper({
        provider,
        slot,
        as,
        config,
        retryMs,
        onDeliver: (message, addresses) => this.onDeliver(message, addresses),
        onChange: () => this.pace.pump(),
      });
    const slots = Array.from({ length: config.binds }, (_, index) => index + 1);
    const senders = slots.map((slot) =>
      make(slot, config.bind === "transceiver" ? "transceiver" : "transmitter"),
    );
    const receivers = config.bind === "transceiver" ? [] : slots.map((slot) => make(slot, "receiver"));
    this.binds = [...senders, ...receivers];
    this.pace = new Pace(senders, config.per_second);
  }

  open(): void {
    if (this.closing) return;
    for (const bind of this.binds) bind.open(this.#after);
  }

  get closing(): boolean {
    return this.#closed !== undefined;
  }

  /** Why nothing can be sent, or not soon enough. */
  obstacle(): string {
    const states = this.binds.map(({ state }) => state);
    if (this.closing) return "closed";
    if (states.some(({ kind }) => kind === "throttled")) return "throttled";
    if (states.some(({ kind }) => kind === "bound")) return "no place in the window";
    return states.find(({ why }) => why !== undefined)?.why ?? "not bound";
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    // Not within `#closed ??=`: a waiter woken here checks whether the pool is closing.
    await Promise.resolve();
    this.pace.close();
    await this.#after;
    await Promise.all(this.binds.map((bind) => bind.close()));
  }
}
