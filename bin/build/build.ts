import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "#bin/process/child.ts";
import { withLock } from "#bin/process/lock.ts";
import { codeOf, StartError } from "#bin/process/start-error.ts";

/** The inputs of the built pages. */
const ROOMS = ["app", "components", "core", "db", "i18n", "providers", "public", "runtime", "services"];
const FILES = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "next.config.*",
  "postcss.config.*",
  "proxy.ts",
];

/**
 * Builds the pages for production if their sources have changed since the last build. Needs no database. Of two
 * concurrent processes one builds and the other waits.
 *
 * @throws {StartError} with the end of the build's output.
 */
export async function buildIfStale(
  root: string,
  options: { onProgress?: (line: string) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const say = options.onProgress ?? (() => {});
  if (isBuilt(root)) return;
  // Outside of .next, which a build empties.
  await withLock(writable(root), () => build(root, say, options.signal), {
    signal: options.signal,
    onWait: () => say("Waiting for another process that builds the pages"),
  });
}

async function build(root: string, say: (line: string) => void, signal?: AbortSignal): Promise<void> {
  if (isBuilt(root)) return;
  const sources = hashOfSources(root);
  say("Building the pages for production; this takes a minute or a few, and only after a change …");
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const ticker = setInterval(() => say(`  still building, ${seconds()} s`), 15_000);
  const { DATABASE_URL: _url, APP_SECRET: _secret, ...rest } = process.env;
  const { code, output } = await run(
    process.execPath,
    [join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
    {
      cwd: root,
      env: {
        ...rest,
        ...buildIdentity(sources),
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        NO_COLOR: "1",
      },
      signal,
    },
  ).finally(() => clearInterval(ticker));
  if (code !== 0) {
    throw new StartError(
      `${output.trim().split("\n").slice(-40).join("\n")}\n\nThe pages could not be built.`,
    );
  }
  writeFileSync(stampOf(root), sources);
  say(`Built in ${seconds()} s.`);
}

/**
 * Makes every build of the same sources identical on every machine, because a browser may load a page from one and call
 * its actions on another. Next would otherwise generate a build id, and a key with which it salts the ids of actions.
 * The salt need not be secret: what actions encrypt uses a key that the server derives from APP_SECRET at start.
 */
export function buildIdentity(sources: string): Record<string, string> {
  return {
    // The id is part of URLs, and ad blockers look for "ad" in them.
    BUILD_ID: sources.slice(0, 24).replaceAll("a", "z"),
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(sources, "hex").toString("base64"),
  };
}

function writable(root: string): string {
  const folder = join(root, "node_modules", ".cache");
  try {
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(root, ".next"), { recursive: true });
  } catch (error) {
    throw new StartError(
      `The sources changed since the last build and ${root} cannot be written (${codeOf(error)}): start once as the user who owns it`,
    );
  }
  return join(folder, "aman-gate-build.lock");
}

/** In .next, so that removing the build removes its stamp, and an interrupted build has none. */
const stampOf = (root: string) => join(root, ".next", "aman-gate-sources");

function isBuilt(root: string): boolean {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashOfSources(root);
}

/**
 * The names and contents of everything that the build reads, except the dependencies, which the lock file identifies.
 */
export function hashOfSources(root: string): string {
  const patterns = [...ROOMS.map((room) => `${room}/**/*`), ...FILES];
  const hash = createHash("sha256");
  const found = globSync(patterns, { cwd: root, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    const content = readFileSync(path);
    hash.update(`${path.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
