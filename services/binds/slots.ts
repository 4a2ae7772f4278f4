import type { BindRow } from "#db/queries/gateway/binds.ts";
import type { Delivery, Elsewhere, Outcome, Slot, SlotClaim, Slots } from "#providers/provider.ts";
import { hmac } from "#runtime/keys.ts";
import { metrics } from "#runtime/metrics.ts";
import { handOverTo, type NotTaken } from "./hand-over.ts";
import type { Wish } from "./lease.ts";
import { type LeaseKeeper, leaseKeeper } from "./leases.ts";

/** Long enough for its lease to tell that it has stopped. */
const UNWILLING_MS = 2_000;

interface SharedProvider {
  id: number;
  name: string;
  /** Changes with the provider's configuration; read anew each time. */
  revision(): string;
  /** Its configuration. Sessions of different ones never exist at the same time. */
  config: unknown;
}

/** The sessions of a provider, as they are shared by all processes. */
export function sharedSlots(provider: SharedProvider, keeper = leaseKeeper()): Slots {
  const config = hmac("bind-config", JSON.stringify(provider.config)).toString("hex").slice(0, 32);
  return {
    claim: (count, events) => new Claim(provider, keeper, config, count, events),
  };
}

class Claim implements SlotClaim {
  readonly #provider: SharedProvider;
  readonly #keeper: LeaseKeeper;
  readonly #wish: Wish;
  /** What others had at the last look; null before the first one. */
  #others: BindRow[] | null = null;
  #lookedAt = new Date();
  /** Owners that lately did not take a delivery, and until when they are not asked again. */
  readonly #unwilling = new Map<string, { why: NotTaken; until: number }>();
  #turn = 0;

  constructor(
    provider: SharedProvider,
    keeper: LeaseKeeper,
    config: string,
    count: number,
    { onSlot, onChange }: { onSlot(slot: Slot): void; onChange(): void },
  ) {
    this.#provider = provider;
    this.#keeper = keeper;
    this.#wish = {
      providerId: provider.id,
      revision: provider.revision,
      config,
      count,
      onSlot,
      onLook: (others) => {
        this.#others = others;
        this.#lookedAt = new Date();
        onChange();
      },
    };
    this.#keeper.want(this.#wish);
  }

  elsewhere(): Elsewhere {
    const others = this.#others;
    if (others === null) return { kind: "coming", since: this.#lookedAt };
    const [bound] = this.#willing();
    if (bound) return { kind: "bound", since: bound.stateSince };
    // A slot that nobody has, or that waits for sessions of another configuration to end, is taken by someone soon; an
    // owner that has just lost its session connects anew.
    const isComing =
      others.length + this.#keeper.countOf(this.#wish) < this.#wish.count ||
      others.some(
        ({ state, config, owner }) =>
          ["connecting", "binding"].includes(state) ||
          config !== this.#wish.config ||
          this.#refusalOf(owner!) === "refused",
      );
    const latest = others.toSorted((a, b) => b.stateSince.getTime() - a.stateSince.getTime())[0];
    if (isComing) return { kind: "coming", since: this.#lookedAt };
    const {
      state,
      why,
      stateSince: since,
    } = latest ?? { state: "free", why: null, stateSince: this.#lookedAt };
    if (state === "waiting" || state === "refused") {
      return { kind: "down", since, state: { kind: state, why: why ?? undefined } };
    }
    return { kind: "down", since };
  }

  async handOver(
    delivery: Delivery,
    { began, endsAt }: { began: number; endsAt: number },
  ): Promise<Outcome | null> {
    const { id, name, revision } = this.#provider;
    const tried = new Set<string>();
    for (;;) {
      const owners = this.#willing().filter(({ owner }) => !tried.has(owner!));
      const owner = owners[this.#turn++ % owners.length];
      if (!owner || performance.now() >= endsAt) return null;
      tried.add(owner.owner!);
      const spentMs = performance.now() - began;
      const permit = { to: owner.owner!, providerId: id, revision: revision(), spentMs };
      const outcome = await handOverTo(owner.address!, permit, delivery, endsAt);
      if (typeof outcome === "object") {
        metrics().handOvers.inc({ provider: name, direction: "out" });
        return outcome;
      }
      // It has stopped, or has lost its session: look who has it.
      this.#unwilling.set(owner.owner!, { why: outcome, until: performance.now() + UNWILLING_MS });
      await this.#keeper.look(this.#wish);
    }
  }

  close(): void {
    this.#keeper.unwant(this.#wish);
  }

  #willing(): BindRow[] {
    return (this.#others ?? []).filter(
      ({ state, owner, address }) =>
        (state === "bound" || state === "throttled") &&
        address !== null &&
        this.#refusalOf(owner!) === undefined,
    );
  }

  /** Why an owner is not asked at present. */
  #refusalOf(owner: string): NotTaken | undefined {
    const refusal = this.#unwilling.get(owner);
    return refusal && refusal.until > performance.now() ? refusal.why : undefined;
  }
}
