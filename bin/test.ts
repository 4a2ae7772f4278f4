import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { buildIfStale } from "./build/build.ts";
import { run } from "./process/child.ts";
import { explain, StartError } from "./process/start-error.ts";
import { stopSignal } from "./process/stop-signal.ts";
import { findChromium } from "./test/chromium.ts";
import { type Tally, tallyOf } from "./test/report.ts";

interface Stage {
  title: string;
  /**
   * The result, if it counts tests.
   * @throws if it failed.
   */
  prove: () => Promise<Tally | undefined>;
}

/** A stage failed, and its tool has already reported why. */
class Failed extends Error {
  readonly tally: Tally | undefined;
  constructor(tally?: Tally) {
    super("failed");
    this.tally = tally;
  }
}

const root = dirname(import.meta.dirname);
const quick = process.argv[2] === "check";
const reports = mkdtempSync(join(tmpdir(), "aman-gate-reports-"));
const { stop } = stopSignal();

const ROOMS = "app bench bin components core db e2e i18n providers runtime server services".split(" ");

const checks: Stage[] = [
  { title: "Lint and format", prove: () => tool("@biomejs/biome", "biome", ["ci"]) },
  { title: "Types", prove: () => tool("typescript", "tsc", ["-p", "tsconfig.check.json"]) },
  { title: "Import rules", prove: () => tool("dependency-cruiser", "depcruise", presentRooms()) },
  { title: "Unit and integration tests", prove: vitest },
];
const proofs: Stage[] = [
  { title: "Production build", prove: () => buildIfStale(root, { signal: stop }).then(() => undefined) },
  { title: "Browser, API and abuse tests", prove: playwright },
];

process.exit(await main(quick ? checks : [...checks, ...proofs]));

async function main(stages: Stage[]): Promise<number> {
  const total: Tally = { passed: 0, failed: 0 };
  const lines: string[] = [];
  for (const { title, prove } of stages) {
    console.log(`\n── ${title}`);
    const began = performance.now();
    let tally: Tally | undefined;
    try {
      tally = await prove();
    } catch (error) {
      if (!(error instanceof Failed)) console.error(explain(error));
      // A stage that failed without counting anything is one failure.
      tally = error instanceof Failed && error.tally?.failed ? error.tally : { passed: 0, failed: 1 };
    }
    total.passed += tally?.passed ?? 0;
    total.failed += tally?.failed ?? 0;
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
    const result = tally?.failed ? "failed" : "passed";
    lines.push(
      `${seconds} s  ${result}  ${title}${tally ? ` (${tally.passed} of ${tally.passed + tally.failed})` : ""}`,
    );
    if (tally?.failed) break;
  }
  for (const { title } of stages.slice(lines.length)) lines.push(`          not run ${title}`);
  rmSync(reports, { recursive: true, force: true });
  console.log(`\n── ${stop.aborted ? "Interrupted" : "Summary"}\n${lines.join("\n")}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (stop.aborted) return 130;
  return total.failed > 0 ? 1 : 0;
}

/** Runs a package's program on this Node, whatever `node` the machine has. */
async function tool(
  name: string,
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<undefined> {
  const folder = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  const { code } = await run(process.execPath, [join(folder, bin[program]), ...args], {
    cwd: root,
    env: { ...process.env, PATH, ...env },
    show: true,
    signal: stop,
  });
  if (code !== 0) throw new Failed();
}

function presentRooms(): string[] {
  return ROOMS.filter((room) => existsSync(join(root, room)));
}

async function vitest(): Promise<Tally> {
  const file = join(reports, "vitest.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return tallied("vitest", file, tool("vitest", "vitest", args));
}

async function playwright(): Promise<Tally> {
  const chromium = await findChromium({ onProgress: console.log, signal: stop });
  const file = join(reports, "playwright.json");
  const env = {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  };
  return tallied(
    "playwright",
    file,
    tool("@playwright/test", "playwright", ["test", "--reporter=list,json"], env),
  );
}

async function tallied(
  runner: "vitest" | "playwright",
  file: string,
  work: Promise<undefined>,
): Promise<Tally> {
  try {
    await work;
  } catch (error) {
    throw error instanceof Failed ? new Failed(tallyOf(runner, file)) : error;
  }
  const tally = tallyOf(runner, file);
  if (!tally) throw new StartError(`${runner} left no report`);
  return tally;
}
