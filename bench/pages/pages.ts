import postgres from "postgres";
import { type Home, ownDatabase } from "../database.ts";
import { startServer } from "../servers.ts";
import { type KindTime, measureEveryPage } from "./every-page.ts";
import { type Furnishing, furnish } from "./home.ts";
import { measureScripts, type PageScripts } from "./scripts.ts";
import { signIn } from "./sign-in.ts";
import { ENDING, type Log, measurePages, NUMBER, type PageTime } from "./times.ts";

/** As many accounts as fill a page of a list. */
const SMALL: Furnishing = { messages: 10_000, accounts: 60, templates: 2 };
const LARGE = { accounts: 1_000, templates: 200 };
export const MOST_KB = 330;
const MOST_RATIO = 1.5;
/** Of each page. */
const ROUNDS = 40;
const EVERY_PAGE_ROUNDS = 15;

export interface PageResults {
  times: PageTime[];
  kinds: KindTime[];
  scripts: PageScripts[];
  ratios: { what: string; value: number; reached: boolean }[];
}

/**
 * The response time of the Messages page with few and with very many messages, and the size of every page's scripts.
 */
export async function benchPages(
  home: Home,
  rows: number,
  say: (line: string) => void,
  onOpen: (close: () => Promise<unknown>) => void,
): Promise<PageResults> {
  const sizes: Furnishing[] = [SMALL, { ...LARGE, messages: rows }];
  const logs: Log[] = [];
  for (const [index, size] of sizes.entries()) {
    const name = size.messages.toLocaleString("en");
    say(`Making ${size.accounts.toLocaleString("en")} accounts with ${name} messages`);
    const url = await ownDatabase(home, `pages_${index}`);
    const inhabitants = await furnish(home, url, size);
    const server = await startServer(home, `pages-${index}`, { DATABASE_URL: url });
    onOpen(server.stop);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    onOpen(() => sql.end());
    const base = `http://127.0.0.1:${server.port}`;
    const { developer, admin, password, accountId } = inhabitants;
    const cookies = await signIn(base, developer, password);
    const adminCookies = await signIn(base, admin, password);
    logs.push({ name, base, cookies, adminCookies, sql, accountId });
  }
  say("Asking for pages of the send log");
  const times = await measurePages(logs, ROUNDS);
  say("Asking for every page");
  const kinds = await measureEveryPage(logs[0]!, logs[1]!, EVERY_PAGE_ROUNDS);
  say("Walking through all pages in Chromium");
  const { base, cookies, adminCookies } = logs[0]!;
  const scripts = [
    ...(await measureScripts(base, cookies, "/", say)),
    ...(await measureScripts(base, adminCookies, "/admin", say)),
  ];
  const [small, large] = [logs[0]!.name, logs[1]!.name];
  return { times, kinds, scripts, ratios: [...ratiosOf(times, small, large), slowestKind(kinds)] };
}

/** The slowest page of a kind represents it, so that fast pages cannot hide a slow one. */
function ratiosOf(times: PageTime[], small: string, large: string): PageResults["ratios"] {
  const p95 = (log: string, page: string) =>
    times.find((time) => time.log === log && time.page === page)!.p95;
  const judged = [...new Set(times.map(({ page }) => page))].filter(
    (page) => page !== NUMBER && page !== ENDING,
  );
  const mean = (log: string) => judged.reduce((sum, page) => sum + p95(log, page), 0) / judged.length;
  const deep = judged.filter((page) => page.startsWith("deep"));
  const ratio = (what: string, value: number) => ({ what, value, reached: value <= MOST_RATIO });
  return [
    ratio(`p95 over all pages, ${large} / ${small} messages`, mean(large) / mean(small)),
    ratio(`p95 of the first page, ${large} / ${small}`, p95(large, "first") / p95(small, "first")),
    ratio(
      `p95 of the slowest deep page / the first one, ${large}`,
      Math.max(...deep.map((page) => p95(large, page))) / p95(large, "first"),
    ),
  ];
}

function slowestKind(kinds: KindTime[]): PageResults["ratios"][number] {
  const { kind, small, large } = kinds.toSorted((a, b) => b.large / b.small - a.large / a.small)[0]!;
  const value = large / small;
  return {
    what: `median of the page that grows most, ${kind}`,
    value,
    reached: value <= MOST_RATIO,
  };
}

export function pageTablesOf({ times, kinds, scripts, ratios }: PageResults): string {
  const logs = [...new Set(times.map(({ log }) => log))];
  const cell = (text: string) => text.padStart(12);
  const lines = [`${"Messages page, ms".padEnd(30)}${logs.map((log) => cell(log) + cell("p95")).join("")}`];
  for (const page of new Set(times.map((time) => time.page))) {
    const of = logs.map((log) => times.find((time) => time.log === log && time.page === page)!);
    lines.push(
      page.padEnd(30) + of.map(({ p50, p95 }) => cell(p50.toFixed(1)) + cell(p95.toFixed(1))).join(""),
    );
  }
  lines.push("", `${"Every page, ms (median)".padEnd(42)}${cell("small")}${cell("large")}${cell("ratio")}`);
  for (const { kind, small, large } of kinds) {
    lines.push(
      kind.padEnd(42) + cell(small.toFixed(1)) + cell(large.toFixed(1)) + cell((large / small).toFixed(2)),
    );
  }
  lines.push("");
  for (const { what, value, reached } of ratios) {
    lines.push(
      `${what.padEnd(58)}${value.toFixed(2)}  ${reached ? "reached" : "missed"} (at most ${MOST_RATIO})`,
    );
  }
  lines.push("", `${"JavaScript of a page".padEnd(42)}${cell("kB")}${cell("files")}`);
  for (const { page, kB, scripts: files } of scripts) {
    const judged = kB <= MOST_KB ? "" : `  missed (at most ${MOST_KB})`;
    lines.push(`${page.padEnd(42)}${cell(kB.toFixed(0))}${cell(String(files))}${judged}`);
  }
  return lines.join("\n");
}
