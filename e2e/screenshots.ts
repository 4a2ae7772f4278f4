import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { buildIfStale } from "#bin/build/build.ts";
import { explain } from "#bin/process/start-error.ts";
import { findChromium } from "#bin/test/chromium.ts";
import type { TestAccount } from "./account.ts";
import { takeCarrierPictures } from "./carrier-pictures.ts";
import { cast } from "./demo/cast.ts";
import { ADMIN, setStage } from "./demo/stage.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { root } from "./program.ts";
import { prefer, signIn } from "./ui/support/browser.ts";
import { adminPages, developerPages, pathOf } from "./ui/support/pages.ts";

/**
 * Takes a picture of every page, on both sides, in both languages and themes, wide and on a phone, of a gateway that
 * is made for it with weeks of messages and taken away again. All go to `screenshots/`, which is not kept; the few
 * of the README and of the pages about carriers go to `docs/screenshots/`. Words after the command choose the pages whose names hold one of them.
 */

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const all = join(root, "screenshots");
const kept = join(root, "docs", "screenshots");
/** For the README: a page, and how it is shown there. */
const README = [
  { name: "overview", side: "developer", page: "overview", look: "en-light" },
  { name: "messages", side: "developer", page: "messages", look: "ar-dark" },
  { name: "template", side: "developer", page: "template-editor", look: "en-light" },
  { name: "approvals", side: "admin", page: "admin-approvals", look: "en-dark" },
];
/** GitHub shows them to everybody who comes by. */
const LARGEST = 150_000;

interface Shot {
  side: "developer" | "admin";
  path: string;
  page: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const executablePath = await findChromium({ onProgress: say });
  await buildIfStale(root, { onProgress: say });
  say("Setting the stage");
  const gateway = await startGateway();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const account = await setStage(gateway);
    const words = process.argv.slice(2);
    await takeAll(browser, gateway, chosen(shotsOf(account), words));
    // They come last, because they need another carrier.
    if (words.length === 0 || words.includes("carrier")) await takeCarriers(browser, gateway, account);
  } finally {
    await browser.close();
    await gateway.discard();
  }
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function shotsOf(account: TestAccount): Shot[] {
  const sides = { developer: developerPages, admin: adminPages };
  const pages = (Object.keys(sides) as Shot["side"][]).flatMap((side) =>
    sides[side].map((page) => {
      const path = pathOf(page, account);
      return {
        side,
        path,
        page: path === "/" ? "overview" : path.slice(1).replace(/\d+/g, "id").replaceAll("/", "-"),
      };
    }),
  );
  const editor = `/templates/${account.templateId}?edit`;
  return [...pages, { side: "developer", path: editor, page: "template-editor" }];
}

function chosen(shots: Shot[], words: string[]): Shot[] {
  return words.length === 0 ? shots : shots.filter(({ page }) => words.some((word) => page.includes(word)));
}

async function takeAll(browser: Browser, gateway: Gateway, shots: Shot[]): Promise<void> {
  mkdirSync(all, { recursive: true });
  mkdirSync(kept, { recursive: true });
  for (const side of ["developer", "admin"] as const) {
    const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
    await signIn(context, gateway.url, side === "admin" ? ADMIN : cast[0]!.developer);
    const page = await context.newPage();
    for (const language of ["en", "ar"]) {
      for (const theme of ["light", "dark"]) {
        await prefer(context, gateway.url, language, theme);
        for (const shot of shots.filter((each) => each.side === side)) {
          await take(page, gateway.url, shot, `${language}-${theme}`);
        }
      }
    }
    await context.close();
  }
}

async function takeCarriers(browser: Browser, gateway: Gateway, account: TestAccount): Promise<void> {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce" });
  await signIn(context, gateway.url, ADMIN);
  await prefer(context, gateway.url, "en", "light");
  for (const file of await takeCarrierPictures(await context.newPage(), gateway, account, kept)) {
    checkSize(file);
    say(file);
  }
  await context.close();
}

function checkSize(file: string): void {
  const { size } = statSync(file);
  if (size > LARGEST) throw new Error(`${file} has ${size} bytes, and is to have ${LARGEST} at the most`);
}

async function take(page: Page, url: string, { side, path, page: name }: Shot, look: string): Promise<void> {
  await page.setViewportSize(WIDE);
  await page.goto(`${url}${path}`, { waitUntil: "networkidle" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  const file = `${name}-${look}`;
  await page.screenshot({ path: join(all, `${file}.png`) });
  for (const { name: title } of README.filter(
    (each) => each.side === side && each.page === name && each.look === look,
  )) {
    const target = join(kept, `${title}.png`);
    await page.screenshot({ path: target });
    checkSize(target);
  }
  await page.setViewportSize(PHONE);
  await page.screenshot({ path: join(all, `${file}-phone.png`) });
  say(file);
}
