import { hasTooMany, isWantedElsewhere, shareOf } from "#core/gateway/bind-share.ts";
import { announceClaim, withdrawClaim } from "#db/queries/gateway/bind-claims.ts";
import {
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
import { processIdentity } from "#runtime/process-identity.ts";
import { shared } from "#runtime/shared.ts";
import { within } from "#runtime/within.ts";
import { type Instant, instant, Lease, type Wish } from "./lease.ts";
import { type Survey, survey } from "./survey.ts";

/** How often a claim that lacks slots looks for them, and how often leases are renewed. */
const LOOK_MS = 1_000;
const RENEW_MS = 5_000;
/** A state is told to the others at once, several changes in a row together. */
const TELL_MS = 50;
const RELEASE_MS = 2_000;

/**
 * A process that cannot reach the carrier for so long leaves the slot to another process that wants it, and takes no slot
 * that others want for the following pause.
 */
const GIVE_UP_MS = 10_000;
const REST_MS = 60_000;

/** Where this process takes deliveries from others; null before it listens. */
export const internalAddress = () => shared("binds.address", () => ({ url: null as string | null }));

interface WishState {
  looking: Promise<void> | undefined;
  /** Moments by `performance.now()`. */
  lookedAt: number;
  restsUntil: number;
}

/** The leases of this process. There is one keeper in a process; tests have more. */
export class LeaseKeeper {
  readonly #me: () => Owner;
  readonly #giveUpMs: number;
  readonly #restMs: number;
  readonly #held = new Set<Lease>();
  readonly #wishes = new Map<Wish, WishState>();
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

  constructor(owner: () => Owner = thisProcess, { giveUpMs = GIVE_UP_MS, restMs = REST_MS } = {}) {
    this.#me = owner;
    this.#giveUpMs = giveUpMs;
    this.#restMs = restMs;
  }

  /** Looks at once, often while slots are lacking, and at times while none is. */
  want(wish: Wish): void {
    this.#wishes.set(wish, { looking: undefined, lookedAt: 0, restsUntil: 0 });
    void this.look(wish);
    this.#schedule();
  }

  unwant(wish: Wish): void {
    const state = this.#wishes.get(wish);
    this.#wishes.delete(wish);
    const isWantedStill = () => [...this.#wishes.keys()].some((each) => each.providerId === wish.providerId);
    const withdraw = async () => {
      await state?.looking;
      if (!isWantedStill())
        await withSendPool((sql) => withdrawClaim(sql, wish.providerId, this.#me().owner));
    };
    // If the database is away the claim stops counting by itself.
    withdraw().catch(() => {});
  }

  /** How many slots it has. */
  countOf(wish: Wish): number {
    return this.#slotsOf(wish).length;
  }

  /** One look at a provider's slots, and the attempt to take what is free. Concurrent calls share one. */
  async look(wish: Wish): Promise<void> {
    const state = this.#wishes.get(wish);
    if (!state) return;
    state.looking ??= this.#lookOnce(wish, state).finally(() => {
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
    const isDue = (since: number) => performance.now() - since >= RENEW_MS - LOOK_MS / 2;
    if (isDue(this.#renewedAt)) void this.#renew();
    for (const [wish, { lookedAt }] of this.#wishes) {
      const isLacking = this.#slotsOf(wish).length < wish.count;
      if (isLacking || isDue(lookedAt) || this.#strandedOf(wish).length > 0) void this.look(wish);
    }
  }

  #slotsOf(wish: Wish): Lease[] {
    return [...this.#held].filter((lease) => lease.wish === wish && lease.isKept);
  }

  #strandedOf(wish: Wish): Lease[] {
    return this.#slotsOf(wish).filter(({ strandedMs }) => strandedMs >= this.#giveUpMs);
  }

  async #lookOnce(wish: Wish, state: WishState): Promise<void> {
    const { providerId, count, config } = wish;
    state.lookedAt = performance.now();
    try {
      const restMs = Math.max(0, state.restsUntil - performance.now());
      const [claims, rows] = await withSendPool(async (sql) => [
        await announceClaim(sql, { ...this.#me(), providerId, config, restMs }),
        await selectBinds(sql, providerId),
      ]);
      const held = [...this.#held].filter((each) => each.key.providerId === providerId);
      const slots = held.map(({ key }) => key.slot);
      const { owner } = this.#me();
      const seen = survey(rows, claims, { owner, held: slots, count, config });
      this.#leave(wish, state, seen);
      const share = shareOf(count, performance.now() < state.restsUntil, seen.others);
      const most = share - this.#slotsOf(wish).length;
      if (most > 0 && seen.isFree && !seen.isBlocked && this.#wishes.has(wish)) {
        const sentAt = instant();
        const { ended } = seen;
        const wanted = { ...this.#me(), providerId, revision: wish.revision(), config, count, most, ended };
        const leases = await withSendPool((sql) => takeBinds(sql, { ...wanted, held: slots }));
        for (const key of leases) this.#start(wish, key, sentAt);
      }
      this.#isAway = false;
      wish.onLook(seen.elsewhere);
    } catch (error) {
      this.#notice(error);
    }
  }

  /** Leaves slots to others: those that are of no use here, and one at a time where others have fewer. */
  #leave(wish: Wish, state: WishState, { others, isFree }: Survey): void {
    const own = this.#slotsOf(wish);
    const stranded = this.#strandedOf(wish);
    if (stranded.length > 0 && isWantedElsewhere(others)) {
      state.restsUntil = performance.now() + this.#restMs;
      for (const lease of stranded) lease.yield("this process cannot reach the carrier");
    } else if (!isFree && hasTooMany(own.length, others)) {
      own.at(-1)!.yield("another process has fewer sessions");
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
