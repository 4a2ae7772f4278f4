import {
  type BindRow,
  type LeaseKey,
  type Owner,
  releaseBinds,
  renewBinds,
  selectBinds,
  takeBinds,
} from "#db/queries/gateway/binds.ts";
import { processMark } from "#runtime/database/connection.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { hasEnded, processIdentity } from "#runtime/process-identity.ts";
import { shared } from "#runtime/shared.ts";
import { within } from "#runtime/within.ts";
import { type Instant, instant, Lease, type Wish } from "./lease.ts";

/** How often a claim that lacks slots looks for them, and how often leases are renewed. */
const LOOK_MS = 1_000;
const RENEW_MS = 5_000;
/** A state is told to the others at once, several changes in a row together. */
const TELL_MS = 50;
const RELEASE_MS = 2_000;

/** Where this process takes deliveries from others; null before it listens. */
export const internalAddress = () => shared("binds.address", () => ({ url: null as string | null }));

/** The leases of this process. There is one keeper in a process; tests have more. */
export class LeaseKeeper {
  readonly #me: () => Owner;
  readonly #held = new Set<Lease>();
  readonly #wishes = new Map<Wish, { looking: Promise<void> | undefined }>();
  /** Called for a provider whose configuration is not the one that this process loaded. */
  onOutdated: (providerId: number) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;
  #renewedAt = performance.now();
  #isAway = false;
  readonly #tell = () => {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      void this.#renew();
    }, TELL_MS);
  };

  constructor(owner: () => Owner = thisProcess) {
    this.#me = owner;
  }

  /** Looks at once, and again while slots are lacking. */
  want(wish: Wish): void {
    this.#wishes.set(wish, { looking: undefined });
    void this.look(wish);
    this.#schedule();
  }

  unwant(wish: Wish): void {
    this.#wishes.delete(wish);
  }

  /** How many slots it has. */
  countOf(wish: Wish): number {
    return this.#slotsOf(wish).length;
  }

  /** One look at a provider's slots, and the attempt to take what is free. Concurrent calls share one. */
  async look(wish: Wish): Promise<void> {
    const state = this.#wishes.get(wish);
    if (!state) return;
    state.looking ??= this.#lookOnce(wish).finally(() => {
      state.looking = undefined;
    });
    await state.looking;
  }

  #schedule(): void {
    if (this.#timer) return;
    const turn = () => {
      this.#timer = undefined;
      this.#turn();
      if (this.#held.size > 0 || this.#wishes.size > 0) this.#schedule();
    };
    // Processes that were started together do not look together.
    this.#timer = setTimeout(turn, LOOK_MS * (0.9 + Math.random() * 0.2)).unref();
  }

  #turn(): void {
    for (const lease of this.#held) lease.endInTime();
    if (performance.now() - this.#renewedAt >= RENEW_MS - LOOK_MS / 2) void this.#renew();
    for (const wish of this.#wishes.keys()) {
      if (this.#slotsOf(wish).length < wish.count) void this.look(wish);
    }
  }

  #slotsOf(wish: Wish): Lease[] {
    return [...this.#held].filter((lease) => lease.wish === wish && !lease.ending.aborted);
  }

  async #lookOnce(wish: Wish): Promise<void> {
    const { providerId, count, config } = wish;
    try {
      const own = this.#slotsOf(wish).length;
      const rows = await withSendPool((sql) => selectBinds(sql, providerId));
      const ended = rows.flatMap(({ owner, process }) =>
        owner && process && hasEnded(process) ? [owner] : [],
      );
      const held = [...this.#held].filter((each) => each.key.providerId === providerId);
      const isTaken = ({ slot, owner, isLeased }: BindRow) =>
        isLeased &&
        !ended.includes(owner!) &&
        (owner !== this.#me().owner || held.some(({ key }) => key.slot === slot));
      const taken = rows.filter(isTaken);
      const isBlocked = taken.some((row) => row.config !== config);
      const isFree = Array.from({ length: count }, (_, index) => index + 1).some(
        (slot) => !taken.some((row) => row.slot === slot),
      );
      let leases: LeaseKey[] = [];
      if (own < count && isFree && !isBlocked && this.#wishes.has(wish)) {
        const sentAt = instant();
        const wanted = { ...this.#me(), providerId, revision: wish.revision(), config, count, ended };
        const slots = held.map(({ key }) => key.slot);
        leases = await withSendPool((sql) => takeBinds(sql, { ...wanted, held: slots }));
        for (const key of leases) this.#start(wish, key, sentAt);
      }
      this.#isAway = false;
      wish.onLook(rows.filter((row) => isTaken(row) && row.owner !== this.#me().owner));
    } catch (error) {
      this.#notice(error);
    }
  }

  #start(wish: Wish, key: LeaseKey, sentAt: Instant): void {
    const lease = new Lease(wish, key, sentAt, {
      tell: this.#tell,
      release: async () => {
        this.#held.delete(lease);
        const freed = withSendPool((sql) => releaseBinds(sql, this.#me().owner, [key])).catch(() => {});
        // If the database is away the lease ends by itself.
        await within(RELEASE_MS, freed);
      },
    });
    this.#held.add(lease);
    this.#schedule();
    // The claim was closed while the statement was under way.
    if (this.#wishes.has(wish)) wish.onSlot(lease);
    else void lease.release();
  }

  /** Renews all leases by one statement. */
  async #renew(): Promise<void> {
    const leases = [...this.#held].filter(({ ending }) => !ending.aborted);
    this.#renewedAt = performance.now();
    if (leases.length === 0) return;
    if (this.#renewing) return void this.#renewing.then(() => this.#tell());
    this.#renewing = this.#renewAll(leases).finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  async #renewAll(leases: Lease[]): Promise<void> {
    const sentAt = instant();
    try {
      const renewals = leases.map((lease) => ({ ...lease.key, ...lease.state }));
      const kept = await withSendPool((sql) => renewBinds(sql, this.#me().owner, renewals));
      this.#isAway = false;
      const outdated = new Set<number>();
      for (const lease of leases) {
        const { providerId, slot } = lease.key;
        const found = kept.find((each) => each.providerId === providerId && each.slot === slot);
        if (!found) lease.end("another process has the session");
        else lease.renewed(sentAt);
        if (found && found.revision !== lease.wish.revision()) outdated.add(providerId);
      }
      for (const providerId of outdated) this.onOutdated(providerId);
    } catch (error) {
      this.#notice(error);
    }
  }

  /** An outage is logged once. */
  #notice(error: unknown): void {
    if (!this.#isAway) log().warn({ err: error }, "leases of SMPP sessions");
    this.#isAway = true;
  }
}

/** This process, as others see it. */
function thisProcess(): Owner {
  const process = shared("binds.process", processIdentity);
  return { owner: processMark(), process, address: internalAddress().url };
}

/** The keeper of this process. */
export const leaseKeeper = () => shared("binds.keeper", () => new LeaseKeeper());
