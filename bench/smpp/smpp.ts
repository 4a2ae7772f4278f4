import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { missingKannel, startKannel } from "#e2e/kannel.ts";
import { removeProvider, setProvider } from "#services/gateway/providers.ts";
import { actor, type Customer, makeCustomers } from "../customers.ts";
import type { Home } from "../database.ts";
import { type Generator, startGenerator } from "../generator.ts";
import { median } from "../results.ts";
import { startServer } from "../servers.ts";
import { type Carrier, mostOf, startCarrier } from "./carrier.ts";

const CONNECTIONS = 64;
const WINDOW = 50;
const WARM_UP_MS = 1_000;
/** Receipts that come all at once. */
const FLOOD = 10_000;
/** What is aimed at. */
const AIM = { overKannel: 1.5, settled: 2_000 };

/** Kannel as it is set up by default, with its queue in memory, and with a file for each message. */
const KANNELS = { kannel: { onDisk: false }, spooled: { onDisk: true } } as const;
type Sender = "product" | keyof typeof KANNELS;
type Receipts = "without" | "with";

interface Round {
  /** Submits a second that reached the SMSC. */
  reached: Partial<Record<`${Sender} ${Receipts}`, number>>;
  /** Receipts a second that the product settled. */
  settled: number;
  /** Microseconds of the server's CPU a send. */
  cpu: { smpp: number; sandbox: number };
  /** What the SMSC takes of a client that does nothing else. */
  most: number;
}

export interface SmppResults {
  rounds: Round[];
  /** Why there are no numbers of Kannel; null if there are. */
  missing: string | null;
}

/** Sends through one bind, of the product and of Kannel in front of the same SMSC, in turn. */
export async function benchSmpp(
  home: Home,
  { rounds, seconds }: { rounds: number; seconds: number },
  say: (line: string) => void,
  onOpen: (close: () => Promise<unknown> | unknown) => void,
): Promise<SmppResults> {
  const customers = await makeCustomers(20);
  const carrier = await startCarrier();
  onOpen(carrier.stop);
  const generator = startGenerator();
  onOpen(generator.stop);
  const ms = seconds * 1_000;
  const missing = missingKannel() ?? null;
  const done: Round[] = [];
  const product = await productOf(home, carrier, generator, customers, ms, onOpen);
  const kannels = missing === null ? (Object.keys(KANNELS) as (keyof typeof KANNELS)[]) : [];
  if (missing !== null) say(`Without Kannel: ${missing}`);
  for (let round = 0; round < rounds; round++) {
    say(`SMPP, round ${round + 1} of ${rounds}`);
    const reached: Round["reached"] = {};
    const most = await mostOf(carrier, Math.min(ms, 2_000));
    for (const receipts of ["without", "with"] as const) {
      reached[`product ${receipts}`] = await product.rate(receipts);
      for (const which of kannels) {
        const kannel = await kannelOf(carrier, generator, ms, KANNELS[which]);
        reached[`${which} ${receipts}`] = await kannel.rate(receipts);
        await kannel.stop();
      }
    }
    const settled = await product.settled();
    const cpu = await product.cpu();
    done.push({ reached, settled, cpu, most });
  }
  return { rounds: done, missing };
}

/** Submits a second that reach the SMSC while `load` runs, without its warm-up. */
async function rateDuring(carrier: Carrier, load: () => Promise<unknown>, ms: number): Promise<number> {
  const running = load();
  await pause(WARM_UP_MS);
  const before = await carrier.ask();
  await pause(ms - 200);
  const after = await carrier.ask();
  await running;
  return ((after.submits - before.submits) / (after.at - before.at)) * 1_000;
}

/** Every submit is answered, and every receipt. */
async function settle(carrier: Carrier): Promise<void> {
  for (let before = -1; ; await pause(200)) {
    const { submits, wanted, answered } = await carrier.ask();
    if (submits === before && wanted === answered) return;
    before = submits;
  }
}

async function productOf(
  home: Home,
  carrier: Carrier,
  generator: Generator,
  customers: Customer[],
  ms: number,
  onOpen: (close: () => Promise<unknown>) => void,
) {
  const server = await startServer(home, "smpp", {});
  onOpen(server.stop);
  const config = (receipts: boolean) => ({
    host: "127.0.0.1",
    port: carrier.port,
    system_id: "bench",
    password: "bench",
    sender: "Bench",
    window: WINDOW,
    receipts,
  });
  const load = (length: number) =>
    generator.run({
      target: server.port,
      connections: CONNECTIONS,
      ms: length,
      warmUpMs: WARM_UP_MS,
      customers,
    });
  const use = async (receipts: Receipts) => {
    await setProvider(actor, { name: "carrier", kind: "smpp", config: config(receipts === "with") });
    // The session of the configuration before ends first.
    await load(200);
  };
  const cpuOf = async () => {
    const before = await server.cpuMicros();
    const { sends } = await load(ms);
    return ((await server.cpuMicros()) - before) / sends;
  };
  return {
    async rate(receipts: Receipts) {
      await use(receipts);
      await carrier.ask({ receipts: "soon" });
      const rate = await rateDuring(carrier, () => load(ms), ms);
      await settle(carrier);
      return rate;
    },
    /** Receipts a second, of a flood of them after the sends. */
    async settled() {
      await use("with");
      await carrier.ask({ receipts: "later" });
      const { submits } = await carrier.ask();
      while ((await carrier.ask()).submits - submits < FLOOD) await load(1_000);
      const before = await carrier.ask({ flush: true });
      for (;;) {
        const { answered, at } = await carrier.ask();
        if (answered - before.answered >= FLOOD)
          return ((answered - before.answered) / (at - before.at)) * 1_000;
        await pause(20);
      }
    },
    async cpu() {
      await settle(carrier);
      await use("without");
      const smpp = await cpuOf();
      await removeProvider(actor, { name: "carrier" });
      await load(200);
      const sandbox = await cpuOf();
      return { smpp, sandbox };
    },
  };
}

async function kannelOf(carrier: Carrier, generator: Generator, ms: number, { onDisk }: { onDisk: boolean }) {
  const kannel = await startKannel(carrier.port, { window: WINDOW, quiet: true, onDisk });
  // Where Kannel tells of receipts.
  const sink = createServer((_req, res) => res.end()).listen(0, "127.0.0.1");
  await once(sink, "listening");
  const { port: reports } = sink.address() as AddressInfo;
  const { port } = new URL(kannel.url);
  const asked = (receipts: Receipts, n: number) => {
    const query = new URLSearchParams({
      username: kannel.user,
      password: kannel.password,
      from: "Bench",
      to: `9639440${15_000 + n}`,
      text: "Your verification code is: 482910",
      ...(receipts === "with"
        ? { "dlr-mask": "3", "dlr-url": `http://127.0.0.1:${reports}/?id=%F&status=%d` }
        : {}),
    });
    return `GET /cgi-bin/sendsms?${query} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
  };
  return {
    async rate(receipts: Receipts) {
      await carrier.ask({ receipts: "soon" });
      const requests = Array.from({ length: 20 }, (_, n) => asked(receipts, n));
      const rate = await rateDuring(
        carrier,
        () =>
          generator.run({
            target: Number(port),
            connections: CONNECTIONS,
            ms,
            warmUpMs: WARM_UP_MS,
            customers: [],
            requests,
            expected: 202,
          }),
        ms,
      );
      await settle(carrier);
      return rate;
    },
    async stop() {
      await kannel.stop();
      sink.closeAllConnections();
      sink.close();
    },
  };
}

export function smppTableOf({ rounds, missing }: SmppResults): string {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const reached = (sender: Sender, receipts: Receipts) =>
    of((round) => round.reached[`${sender} ${receipts}`] ?? 0);
  const lines = (["without", "with"] as const).flatMap((receipts) => {
    const name = `sends a second through one bind, ${receipts} receipts`;
    const own = `| ${name} | ${reached("product", receipts).toFixed(0)}`;
    if (missing !== null) return [`${own} | Kannel is missing | | | |`];
    return (["kannel", "spooled"] as const).map((which) => {
      const ratio = of(({ reached: r }) => r[`product ${receipts}`]! / r[`${which} ${receipts}`]!);
      const verdict = ratio >= AIM.overKannel ? "reached" : "not reached";
      const beside = `${reached(which, receipts).toFixed(0)} ${which === "spooled" ? "with a spool" : "in memory"}`;
      return `${own} | ${beside} | ${ratio.toFixed(2)} | at least ${AIM.overKannel} | ${verdict} |`;
    });
  });
  const settled = of((round) => round.settled);
  const [smpp, sandbox] = [of(({ cpu }) => cpu.smpp), of(({ cpu }) => cpu.sandbox)];
  return [
    `| SMPP, window ${WINDOW}, ${CONNECTIONS} clients (medians) | product | Kannel | ratio | aim | |`,
    "|---|---:|---:|---:|---|---|",
    ...lines,
    `| receipts settled a second | ${settled.toFixed(0)} | | | at least ${AIM.settled} | ${settled >= AIM.settled ? "reached" : "not reached"} |`,
    `| the server's CPU a send, µs: by SMPP, by the sandbox | ${smpp.toFixed(0)}, ${sandbox.toFixed(0)} | | | | |`,
    `| what the SMSC takes a second of a client that only submits | ${of(({ most }) => most).toFixed(0)} | | | | |`,
  ].join("\n");
}
