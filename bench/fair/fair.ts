import { randomBytes } from "node:crypto";
import { tokenOf } from "#core/customer/token.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { actor, type Customer } from "../customers.ts";
import type { Home } from "../database.ts";
import { startGenerator } from "../generator.ts";
import type { Measured } from "../load.ts";
import { median } from "../results.ts";
import { startServer } from "../servers.ts";

/** Of the account whose sends are measured. */
const OWN_CONNECTIONS = 4;
/** Of the disturbing client. */
const OTHER_CONNECTIONS = 400;
const WARM_UP_MS = 1_000;

const DISTURBANCES = {
  unknown: { text: "beside 400 connections of an unknown token", most: { p50: 2, p99: 3 } },
  strangers: { text: "beside 400 connections of ever new unknown tokens", most: { p50: 2, p99: 3 } },
  hammering: { text: "beside 400 connections of one other account", most: { p50: 4, p99: 4 } },
} as const;
type Disturbance = keyof typeof DISTURBANCES;

interface Round {
  alone: Measured;
  beside: Record<Disturbance, Measured>;
}

export interface FairResults {
  rounds: Round[];
  ratios: { disturbance: Disturbance; p50: number; p99: number; reached: boolean }[];
  sound: boolean;
}

/**
 * The latency of an account's sends alone and while others misbehave, alternating. Any answer other than 201 fails the
 * bench.
 */
export async function benchFair(
  home: Home,
  [own, other]: [Customer, Customer],
  { rounds, seconds }: { rounds: number; seconds: number },
  say: (line: string) => void,
  onOpen: (close: () => Promise<unknown> | unknown) => void,
): Promise<FairResults> {
  const [measuring, disturbing] = [startGenerator(), startGenerator()];
  onOpen(measuring.stop);
  onOpen(disturbing.stop);
  const server = await startServer(home, "fair", {});
  onOpen(server.stop);
  const ms = seconds * 1_000;
  const send = () =>
    measuring.run({
      target: server.port,
      connections: OWN_CONNECTIONS,
      ms,
      warmUpMs: WARM_UP_MS,
      customers: [own],
    });
  const unknown = () => ({ ...other, token: tokenOf(randomBytes(32)) });
  const disturb: Record<Disturbance, () => { customers: Customer[]; expected: number }> = {
    unknown: () => ({ customers: [unknown()], expected: 401 }),
    strangers: () => ({ customers: Array.from({ length: 5_000 }, unknown), expected: 401 }),
    hammering: () => ({ customers: [other], expected: 201 }),
  };
  const besides = async (disturbance: Disturbance) => {
    const disturbed = disturbing.run({
      target: server.port,
      connections: OTHER_CONNECTIONS,
      // Starts with the other's warm-up and outlasts it.
      ms: ms + 1_000,
      warmUpMs: WARM_UP_MS,
      ...disturb[disturbance](),
    });
    const measured = await send();
    await disturbed;
    return measured;
  };
  say("Sending alone, and beside others who misbehave");
  await send();
  const done: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    done.push({
      alone: await send(),
      beside: {
        unknown: await besides("unknown"),
        strangers: await besides("strangers"),
        hammering: await besides("hammering"),
      },
    });
  }
  const ratios = (Object.keys(DISTURBANCES) as Disturbance[]).map((disturbance) => {
    const ratio = (column: "p50" | "p99") =>
      median(done.map(({ alone, beside }) => beside[disturbance][column] / alone[column]));
    const [p50, p99] = [ratio("p50"), ratio("p99")];
    const { most } = DISTURBANCES[disturbance];
    return { disturbance, p50, p99, reached: p50 <= most.p50 && p99 <= most.p99 };
  });
  const ledger = (await examine(actor)).checks.filter(({ name }) => name === "credits");
  return { rounds: done, ratios, sound: ledger.every(({ ok }) => ok) };
}

export function fairTableOf({ rounds, ratios }: FairResults): string {
  const row = (what: string, all: Measured[], rest: string) => {
    const [perSecond, p50, p99] = (["perSecond", "p50", "p99"] as const).map((name) =>
      median(all.map((each) => each[name])),
    );
    return `| ${what} | ${Math.round(perSecond!)} | ${p50!.toFixed(2)} | ${p99!.toFixed(2)} | ${rest} |`;
  };
  return [
    "| one account, 4 connections | sends/s | p50 ms | p99 ms | p50 and p99 over alone | aim | |",
    "|---|---:|---:|---:|---:|---|---|",
    row(
      "alone",
      rounds.map(({ alone }) => alone),
      " | |",
    ),
    ...ratios.map(({ disturbance, p50, p99, reached }) => {
      const { text, most } = DISTURBANCES[disturbance];
      const aim = `at most ${most.p50} and ${most.p99} | ${reached ? "reached" : "not reached"}`;
      const all = rounds.map(({ beside }) => beside[disturbance]);
      return row(text, all, `${p50.toFixed(2)} and ${p99.toFixed(2)} | ${aim}`);
    }),
  ].join("\n");
}
