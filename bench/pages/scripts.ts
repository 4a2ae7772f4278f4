import { type BrowserContext, chromium } from "@playwright/test";
import { findChromium } from "#bin/test/chromium.ts";
import { isPage, kindOf } from "./kinds.ts";

export interface PageScripts {
  page: string;
  /** The size of the scripts on the wire, compressed and with headers, in kilobytes of 1,000 bytes. */
  kB: number;
  scripts: number;
}

/** More pages than exist: a crawl that does not end is a fault. */
const MOST_PAGES = 80;

/**
 * Every page of a side, found by following links from `start`, each loaded with an empty cache. Of pages whose paths
 * differ only in a number, one is measured.
 */
export async function measureScripts(
  base: string,
  cookies: string,
  start: string,
  onProgress: (line: string) => void,
): Promise<PageScripts[]> {
  const browser = await chromium.launch({
    executablePath: await findChromium({ onProgress }),
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const found: PageScripts[] = [];
    const known = new Set([kindOf(start)]);
    const waiting = [start];
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (found.length === MOST_PAGES) throw new Error(`there are more than ${MOST_PAGES} pages`);
      const context = await browser.newContext();
      await context.addCookies(
        cookies.split("; ").map((cookie) => {
          const [name = "", value = ""] = cookie.split(/=(.*)/s);
          return { name, value, url: base };
        }),
      );
      const { links, ...page } = await load(context, base, path);
      await context.close();
      found.push(page);
      for (const link of links) {
        if (!isPage(link, start) || known.has(kindOf(link))) continue;
        known.add(kindOf(link));
        waiting.push(link);
      }
    }
    return found;
  } finally {
    await browser.close();
  }
}

async function load(
  context: BrowserContext,
  base: string,
  path: string,
): Promise<PageScripts & { links: string[] }> {
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  network.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  const response = await page.goto(`${base}${path}`, { waitUntil: "networkidle" });
  if (response?.status() !== 200 || new URL(page.url()).pathname !== new URL(path, base).pathname) {
    throw new Error(`${path} was answered with ${response?.status()} and led to ${page.url()}`);
  }
  const links = await page
    .locator("a[href^='/']:not([download])")
    .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).pathname));
  return { page: kindOf(path), kB: bytes / 1000, scripts: scripts.size, links };
}
