import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "#bin/process/child.ts";
import { StartError } from "#bin/process/start-error.ts";

/** Debian's headless shell first: the same engine without windows took two thirds of the CPU of a test of pages. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];
/** The commands of each package manager, in order, that install Chromium as root. */
const MANAGERS = {
  "apt-get": [["update"], ["install", "-y", "--no-install-recommends", "chromium"]],
  apk: [["add", "--no-cache", "chromium"]],
  dnf: [["install", "-y", "chromium"]],
};

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, the system's, Playwright's own download where it was made, or
 * as root the system's package manager, in that order.
 *
 * @throws {StartError} that says what to do.
 */
export async function findChromium(options: {
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (works(given)) return given;
    throw new StartError(`CHROMIUM_PATH (${given}) is not a browser that runs: correct it or leave it out`);
  }
  const found = (await present()) ?? (await installed(options));
  if (found) return found;
  throw new StartError(
    "There is no Chromium for the browser tests: install the system's (on Debian: apt-get install chromium), or run npx playwright install --with-deps chromium, or set CHROMIUM_PATH",
  );
}

async function present(): Promise<string | undefined> {
  const system = NAMES.map(onPath).find((file) => file && works(file));
  if (system) return system;
  const other = PLACES.find((file) => existsSync(file));
  if (other) return other;
  const { chromium } = await import("@playwright/test");
  const downloaded = chromium.executablePath();
  return works(downloaded) ? downloaded : undefined;
}

async function installed(options: {
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const [manager, commands] of Object.entries(MANAGERS)) {
    if (!onPath(manager)) continue;
    options.onProgress?.(`Installing Chromium with ${manager} …`);
    for (const args of commands) {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const { code, output } = await run(manager, args, { env, signal: options.signal });
      if (code === 0) continue;
      const end = output.trim().split("\n").slice(-5).join("\n");
      throw new StartError(`${end}\n${manager} could not install Chromium: install it, or set CHROMIUM_PATH`);
    }
    return NAMES.map(onPath).find((file) => file && works(file));
  }
  return undefined;
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find(executable);
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Some systems have a command of that name that only says how to install the browser. */
function works(file: string): boolean {
  return (
    executable(file) && spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0
  );
}
