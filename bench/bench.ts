import { dirname } from "node:path";
import postgres, { type Sql } from "postgres";
import { buildIfStale } from "#bin/build/build.ts";
import { explain } from "#bin/process/start-error.ts";
import { stopSignal, until } from "#bin/process/stop-signal.ts";
import { deskPool } from "#runtime/database/pools.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { checkOut } from "./against.ts";
import { actor, type Customer, makeCustomers } from "./customers.ts";
import { countMessages, describeDatabase, type Home, openHome, settleDown, walPosition } from "./database.ts";
import { benchFair, fairTableOf } from "./fair/fair.ts";
import { startGenerator } from "./generator.ts";
import type { Measured } from "./load.ts";
import { describeMachine } from "./machine.ts";
import { type Options, OTHERS, readOptions, VARIANTS, type Variant } from "./options.ts";
import { benchPages, pageTablesOf } from "./pages/pages.ts";
import { benchPrograms, programTableOf } from "./programs.ts";
import { keyOf, type Run, type Runs, ratiosOf, ratioTableOf, rowsOf, tableOf } from "./results.ts";
import { benchRetention, retentionTableOf } from "./retention/retention.ts";
import { type BenchServer, startServer } from "./servers.ts";
import { benchSmpp, smppTableOf } from "./smpp/smpp.ts";

const ACCOUNTS = 100;
/** Variants in which one customer, the one after the hundred, sends everything. */
const ONE_CUSTOMER: readonly Variant[] = ["e", "g"];
/** Before each measured run: opens connections and warms everything up again. */
const WARM_UP_MS = 500;
/** Once for each variant, before the first round, for the JIT compilers. */
const FIRST_WARM_UP_MS = 3_000;

const USUAL = { API_PIPELINE: "direct", SEND_BATCH: "", SEND_BATCHES_IN_FLIGHT: "" };
const SETTINGS: Partial<Record<Variant, Record<string, string>>> = {
  b: { ...USUAL, API_PIPELINE: "next" },
  c: { ...USUAL, SEND_BATCH: "1", SEND_BATCHES_IN_FLIGHT: "10" },
};

const { stop } = stopSignal();
/** What has to be closed, in order of opening. */
const open: (() => Promise<unknown> | unknown)[] = [];

process.env.LOG_LEVEL ||= "warn";
let code = 1;
try {
  const options = readOptions(process.argv.slice(2));
  // Progress is never mixed with the JSON output.
  const say = (line: string) => (options.json ? console.error(line) : console.log(line));
  code = await until(stop, bench(options, say));
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
}
for (const close of open.reverse()) await close();
process.exit(code);

async function bench(options: Options, say: (line: string) => void): Promise<number> {
  await buildIfStale(dirname(import.meta.dirname), { onProgress: say, signal: stop });
  const home = await openHome(say);
  open.push(home.leave);
  const machine = [...describeMachine(home.dir), await describeDatabase()];
  say(`${new Date().toISOString().slice(0, 16)}Z\n${machine.map((line) => `  ${line}`).join("\n")}`);
  const sent = options.only.length > 0 ? await benchSends(options, home, say) : null;
  const pages = options.pages
    ? await benchPages(home, options.rows, say, (close) => void open.push(close))
    : null;
  const retention = options.retention ? await retaining(options, home, say) : null;
  const fair = options.fair ? await beingFair(options, home, say) : null;
  const programs = options.programs ? await benchPrograms(home, options.rounds) : null;
  const smpp = options.smpp ? await benchSmpp(home, options, say, (close) => void open.push(close)) : null;
  if (options.json) {
    console.log(
      JSON.stringify({ machine, options, ...sent?.results, pages, retention, fair, programs, smpp }),
    );
  } else {
    sent?.show();
    if (pages) say(`\n${pageTablesOf(pages)}\n`);
    if (retention) say(`\n${retentionTableOf(retention)}\n`);
    if (fair) say(`\n${fairTableOf(fair)}\n`);
    if (programs) say(`\n${programTableOf(programs)}\n`);
    if (smpp) say(`\n${smppTableOf(smpp)}\n`);
  }
  return [sent, retention, fair].every((part) => part?.sound ?? true) ? 0 : 1;
}

async function beingFair(options: Options, home: Home, say: (line: string) => void) {
  const [own, other] = await makeCustomers(2);
  return benchFair(home, [own!, other!], options, say, (close) => void open.push(close));
}

async function retaining({ oldRows }: Options, home: Home, say: (line: string) => void) {
  const generator = startGenerator();
  open.push(generator.stop);
  return benchRetention(home, oldRows, generator, say, (close) => void open.push(close));
}

/** One commit's code and data: its customers and its database. */
interface Product {
  customers: Customer[];
  sql: Sql;
  start(name: string, settings: Record<string, string>): Promise<BenchServer>;
  /** By settings: variants that differ only in customers share a server. */
  servers: Map<string, BenchServer>;
}

async function present(home: Home): Promise<Product> {
  return {
    customers: await makeCustomers(ACCOUNTS + 1),
    sql: deskPool(),
    start: (name, settings) => startServer(home, name, settings),
    servers: new Map(),
  };
}

async function other(home: Home, commit: string, say: (line: string) => void): Promise<Product> {
  const found = await checkOut(home, commit, ACCOUNTS + 1, say, stop);
  const sql = postgres(found.databaseUrl, { max: 1, onnotice: () => {} });
  open.push(() => sql.end());
  const address = { DATABASE_URL: found.databaseUrl };
  return {
    customers: found.customers,
    sql,
    start: (name, settings) => startServer(home, name, { ...settings, ...address }, found.root),
    servers: new Map(),
  };
}

/** The sends of the variants. The result is unsound if the ledger drifted or a message is missing for an answer. */
async function benchSends(options: Options, home: Home, say: (line: string) => void) {
  const products = [await present(home)];
  if (options.against) products.push(await other(home, options.against, say));
  say(
    `  ${ACCOUNTS} accounts, each with its own token, template, whitelist entry and subscription; sandbox without delay and reports`,
  );

  const { runs, sends } = await measure(options, home, products, say);
  const rows = rowsOf(runs, options);
  const ratios = ratiosOf(runs, options);
  const ledger = (await examine(actor)).checks.filter(({ name }) => ["credits", "owners"].includes(name));
  const counts = await Promise.all(products.map(({ sql }) => countMessages(sql)));
  const logged = counts.reduce((sum, count) => sum + count, 0);
  const sound = ledger.length === 2 && ledger.every(({ ok }) => ok) && logged === sends;

  return {
    sound,
    results: { rows, ratios, ledger, sends, logged },
    show() {
      say(`\n${tableOf(rows)}\n\n${ratioTableOf(ratios)}\n`);
      for (const { ok, detail } of ledger) say(`ledger: ${ok ? "drift 0" : "DRIFT"}: ${detail}`);
      say(`ledger: ${sends} answers of 201, ${logged} messages in the log`);
    },
  };
}

/** Every round runs every variant at every connection count, so that all of them meet the same noise. */
async function measure(
  options: Options,
  home: Home,
  products: Product[],
  say: (line: string) => void,
): Promise<{ runs: Runs; sends: number }> {
  const productOf = (variant: Variant) => products[OTHERS.includes(variant) ? 1 : 0]!;
  const servers = new Map<Variant, BenchServer>();
  for (const variant of options.only) {
    if (variant !== "d") servers.set(variant, await serverOf(productOf(variant), variant));
  }
  const generator = startGenerator();
  open.push(generator.stop);
  const runs: Runs = new Map();
  let sends = 0;
  const run = async (variant: Variant, connections: number, ms: number, warmUpMs: number): Promise<Run> => {
    stop.throwIfAborted();
    const server = servers.get(variant);
    const all = productOf(variant).customers;
    const customers = ONE_CUSTOMER.includes(variant) ? all.slice(ACCOUNTS) : all.slice(0, ACCOUNTS);
    const spent = async () => [await walPosition(), (await server?.cpuMicros()) ?? Number.NaN] as const;
    const [wal, micros] = await spent();
    const target = server?.port ?? home.databaseUrl;
    const measured: Measured = await generator.run({ target, connections, ms, warmUpMs, customers });
    const [walAfter, microsAfter] = await spent();
    sends += measured.sends;
    return {
      ...measured,
      walBytes: (walAfter - wal) / measured.sends,
      serverMicros: (microsAfter - micros) / measured.sends,
    };
  };
  for (const variant of options.only) {
    say(`Warming up (${variant}) ${VARIANTS[variant]}`);
    await run(variant, Math.max(...options.connections), FIRST_WARM_UP_MS, 0);
  }
  for (const { sql } of products) await settleDown(sql);
  for (let round = 0; round < options.rounds; round++) {
    say(`Round ${round + 1} of ${options.rounds}`);
    for (const connections of options.connections) {
      // Each round begins with another variant, so that none always follows the same one.
      for (let i = 0; i < options.only.length; i++) {
        const variant = options.only[(i + round) % options.only.length]!;
        const measured = await run(variant, connections, options.seconds * 1000, WARM_UP_MS);
        const key = keyOf(variant, connections);
        runs.set(key, [...(runs.get(key) ?? []), measured]);
      }
    }
  }
  return { runs, sends };
}

async function serverOf({ servers, start }: Product, variant: Variant): Promise<BenchServer> {
  const settings = SETTINGS[variant] ?? USUAL;
  const key = JSON.stringify(settings);
  const running = servers.get(key);
  if (running) return running;
  const server = await start(variant, settings);
  open.push(server.stop);
  servers.set(key, server);
  return server;
}
