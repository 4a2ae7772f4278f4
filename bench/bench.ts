import { dirname } from "node:path";
import { buildIfStale } from "#bin/build.ts";
import { explain } from "#bin/start-error.ts";
import { stopSignal, until } from "#bin/stop-signal.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { actor, type Customer, makeCustomers } from "./customers.ts";
import { countMessages, describeDatabase, type Home, openHome, settleDown } from "./database.ts";
import { startGenerator } from "./generator.ts";
import type { Measured } from "./load.ts";
import { describeMachine } from "./machine.ts";
import { type Options, readOptions, VARIANTS, type Variant } from "./options.ts";
import { benchPages, pageTablesOf } from "./pages/pages.ts";
import { keyOf, type Runs, ratiosOf, ratioTableOf, rowsOf, tableOf } from "./results.ts";
import { benchRetention, retentionTableOf } from "./retention/retention.ts";
import { startServer } from "./servers.ts";

const ACCOUNTS = 100;
/** Before each measured run; connections are opened and everything is warm again. */
const WARM_UP_MS = 500;
/** Once for each variant, before the first round: the just-in-time compilers' time. */
const FIRST_WARM_UP_MS = 3_000;

const SETTINGS: Record<Exclude<Variant, "d">, Record<string, string>> = {
  a: { API_PIPELINE: "direct", SEND_BATCH: "", SEND_BATCHES_IN_FLIGHT: "" },
  b: { API_PIPELINE: "next", SEND_BATCH: "", SEND_BATCHES_IN_FLIGHT: "" },
  c: { API_PIPELINE: "direct", SEND_BATCH: "1", SEND_BATCHES_IN_FLIGHT: "10" },
};

const { stop } = stopSignal();
/** What has to be closed, in order of opening. */
const open: (() => Promise<unknown> | unknown)[] = [];

process.env.LOG_LEVEL ||= "warn";
let code = 1;
try {
  const options = readOptions(process.argv.slice(2));
  // Progress never mixes with the one JSON object that is asked for.
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
  if (options.json) console.log(JSON.stringify({ machine, options, ...sent?.results, pages, retention }));
  else {
    sent?.show();
    if (pages) say(`\n${pageTablesOf(pages)}\n`);
    if (retention) say(`\n${retentionTableOf(retention)}\n`);
  }
  return (sent?.sound ?? true) && (retention?.sound ?? true) ? 0 : 1;
}

async function retaining({ oldRows }: Options, home: Home, say: (line: string) => void) {
  const generator = startGenerator();
  open.push(generator.stop);
  return benchRetention(home, oldRows, generator, say, (close) => void open.push(close));
}

/** The sends of the variants. Unsound is a ledger that drifted, or an answer without its message. */
async function benchSends(options: Options, home: Home, say: (line: string) => void) {
  const customers = await makeCustomers(ACCOUNTS);
  say(
    `  ${ACCOUNTS} accounts, each with its own token, template, whitelist entry and subscription; sandbox without delay and reports`,
  );

  const { runs, sends } = await measure(options, home, customers, say);
  const rows = rowsOf(runs, options);
  const ratios = ratiosOf(runs, options);
  const ledger = (await examine(actor)).checks.filter(({ name }) => ["credits", "owners"].includes(name));
  const logged = await countMessages();
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
  customers: Customer[],
  say: (line: string) => void,
): Promise<{ runs: Runs; sends: number }> {
  const targets = new Map<Variant, number | string>();
  for (const variant of options.only) targets.set(variant, await start(variant, home));
  const generator = startGenerator();
  open.push(generator.stop);
  const runs: Runs = new Map();
  let sends = 0;
  const run = async (variant: Variant, connections: number, ms: number, warmUpMs: number) => {
    stop.throwIfAborted();
    const target = targets.get(variant)!;
    const measured: Measured = await generator.run({ target, connections, ms, warmUpMs, customers });
    sends += measured.sends;
    return measured;
  };
  for (const variant of options.only) {
    say(`Warming up (${variant}) ${VARIANTS[variant]}`);
    await run(variant, Math.max(...options.connections), FIRST_WARM_UP_MS, 0);
  }
  await settleDown();
  for (let round = 0; round < options.rounds; round++) {
    say(`Round ${round + 1} of ${options.rounds}`);
    for (const connections of options.connections) {
      // Each round begins with another variant, so that none always has the same one before it.
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

async function start(variant: Variant, home: Home): Promise<number | string> {
  if (variant === "d") return home.databaseUrl;
  const server = await startServer(home, variant, SETTINGS[variant]);
  open.push(server.stop);
  return server.port;
}
