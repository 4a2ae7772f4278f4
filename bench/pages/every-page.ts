import { median } from "../results.ts";
import { isPage, kindOf } from "./kinds.ts";
import type { Log } from "./times.ts";

/** The server's time for a kind of page, in a small and in a large gateway; medians in milliseconds. */
export interface KindTime {
  kind: string;
  small: number;
  large: number;
}

/** More kinds than exist: a crawl that does not end is a fault. */
const MOST_KINDS = 120;

/**
 * The time until the last byte of every page of both sides, in the two gateways in turn. Pages whose paths differ only
 * in numbers are one kind; the first one that links lead to represents it, of the account with the most messages.
 */
export async function measureEveryPage(small: Log, large: Log, rounds: number): Promise<KindTime[]> {
  const paths = [await crawl(small), await crawl(large)] as const;
  const kinds = [...paths[0].keys()].filter((kind) => paths[1].has(kind));
  const took = new Map(kinds.map((kind) => [kind, { small: [] as number[], large: [] as number[] }]));
  // The first two rounds warm up caches and plans.
  for (let round = -2; round < rounds; round++) {
    for (const kind of round % 2 ? kinds : kinds.toReversed()) {
      const inSmall = await load(small, paths[0].get(kind)!);
      const inLarge = await load(large, paths[1].get(kind)!);
      if (round < 0) continue;
      took.get(kind)!.small.push(inSmall.ms);
      took.get(kind)!.large.push(inLarge.ms);
    }
  }
  return [...took].map(([kind, times]) => ({ kind, small: median(times.small), large: median(times.large) }));
}

/** @returns a path of each kind, by its kind. */
async function crawl(log: Log): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  // The busy account comes before the first one of the list.
  const waiting = ["/", `/admin/accounts/${log.accountId}`, "/admin"];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (found.has(kindOf(path))) continue;
    if (found.size === MOST_KINDS) throw new Error(`there are more than ${MOST_KINDS} kinds of pages`);
    found.set(kindOf(path), path);
    const { links } = await load(log, path);
    waiting.push(...links);
  }
  return found;
}

async function load(log: Log, path: string): Promise<{ ms: number; links: string[] }> {
  const started = performance.now();
  const response = await fetch(log.base + path, {
    headers: { cookie: path.startsWith("/admin") ? log.adminCookies : log.cookies },
    redirect: "manual",
  });
  const text = await response.text();
  const ms = performance.now() - started;
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`);
  const links = [...text.matchAll(/<a\b[^>]*?\shref="(\/[^"?#]*)/g)].map(([, link]) => link!);
  return { ms, links: links.filter((link) => isPage(link, path)) };
}
