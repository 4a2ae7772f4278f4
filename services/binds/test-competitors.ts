import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { freshGateway, operator } from "#bin/fixtures/gateway.ts";
import type { Slot, SlotClaim } from "#providers/provider.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { LeaseKeeper } from "./leases.ts";
import { sharedSlots } from "./slots.ts";

export const config = { host: "127.0.0.1", port: 1, system_id: "gate", password: "secret", sender: "Aman" };

/** A process that competes with others for a provider's slots. */
export interface Competitor {
  keeper: LeaseKeeper;
  /** Every slot that it was given. */
  slots: Slot[];
  /** Those that it has not given back. */
  held(): Slot[];
  claim: SlotClaim;
  looks: number;
  stop(): Promise<void>;
}

export interface CompetitorOptions {
  count?: number;
  process?: string | null;
  address?: string | null;
  revision?: string;
  /** Its configuration. */
  of?: object;
  giveUpMs?: number;
  restMs?: number;
}

/** A provider for each test, and processes that compete for its slots. */
export function competitors() {
  let gateway: Awaited<ReturnType<typeof freshGateway>>;
  let names = 0;
  let name: string;
  let providerId: number;
  const made: Competitor[] = [];
  beforeAll(async () => {
    gateway = await freshGateway();
  });
  afterAll(() => gateway.drop());
  beforeEach(async () => {
    name = `carrier-${++names}`;
    ({ id: providerId } = await setProvider(operator, { name, kind: "smpp", config }));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const each of made.splice(0)) await each.stop();
  });

  const revision = async () =>
    (
      await gateway.sql`select id || '.' || kind || '.' || md5(config) as revision from providers where id = ${providerId}`
    )[0]!.revision as string;

  /** The slots as a process sees them. */
  async function slotsOf(owner: string, options: CompetitorOptions = {}) {
    const { process = null, address = null, of = config } = options;
    const keeper = new LeaseKeeper(() => ({ owner, process, address }), options);
    const current = options.revision ?? (await revision());
    return {
      keeper,
      shared: sharedSlots({ id: providerId, name, config: of, revision: () => current }, keeper),
    };
  }

  return {
    get gateway() {
      return gateway;
    },
    get name() {
      return name;
    },
    get providerId() {
      return providerId;
    },
    revision,
    slotsOf,
    async competitor(owner: string, options: CompetitorOptions = {}): Promise<Competitor> {
      const { keeper, shared } = await slotsOf(owner, options);
      const slots: Slot[] = [];
      const released = new Set<Slot>();
      const competitor: Competitor = {
        keeper,
        slots,
        held: () => slots.filter((slot) => !released.has(slot)),
        looks: 0,
        claim: shared.claim(options.count ?? 1, {
          onSlot(slot) {
            slots.push(slot);
            slot.yielding.addEventListener("abort", () => {
              released.add(slot);
              void slot.release();
            });
          },
          onChange: () => void competitor.looks++,
        }),
        async stop() {
          competitor.claim.close();
          await Promise.all(slots.map((slot) => slot.release()));
        },
      };
      made.push(competitor);
      return competitor;
    },
    rows: () =>
      gateway.sql`select slot, owner, fence::int, state from binds where provider_id = ${providerId} order by slot`,
  };
}

export const until = (look: () => unknown) =>
  vi.waitFor(async () => expect(await look()).toBeTruthy(), { timeout: 60_000, interval: 20 });

/** Until a process has looked so often again. */
export const looked = async (at: Competitor, times = 2) => {
  const before = at.looks;
  await until(() => at.looks >= before + times);
};
