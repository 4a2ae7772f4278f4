import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Installs the locked dependencies if they are missing or differ from the lock file; otherwise prints nothing and takes
 * milliseconds. A full installation also suffices for production.
 *
 * @param {string} root
 * @param {{ dev: boolean, say: (line: string) => void }} options
 */
export async function install(root, { dev, say }) {
  if (stateOf(root, dev) === "installed") return;
  const unlock = await lock(root, say);
  try {
    const state = stateOf(root, dev);
    if (state === "installed") return;
    const began = Date.now();
    say(`Installing the locked dependencies${dev ? "" : " for production"} …`);
    await npm(root, argumentsFor(state, dev), say);
    say(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
  } finally {
    unlock();
  }
}

/**
 * `npm ci` starts from an empty node_modules. Where only development dependencies are missing they are added
 * instead, because a server may be running from the others.
 */
function argumentsFor(state, dev) {
  const quiet = ["--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  const scope = dev ? "--include=dev" : "--omit=dev";
  const verb = state === "production" ? ["install", "--no-save"] : ["ci"];
  return [...verb, scope, "--include=optional", ...quiet];
}

function stateOf(root, dev) {
  const locked = packagesOf(join(root, "package-lock.json"));
  if (!locked) throw new Error("package-lock.json is missing or broken: restore it with git");
  // npm writes this file last, so a killed installation does not have it.
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  return installed ? compare(locked, installed, { dev }) : "stale";
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Compares the lock file with what npm says it installed: "installed", "production" (only development dependencies are
 * missing) or "stale".
 */
export function compare(locked, installed, { dev, platform = process.platform, arch = process.arch }) {
  const ours = Object.keys(locked[""]?.optionalDependencies ?? {}).map((name) => `node_modules/${name}`);
  let state = "installed";
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === "") continue;
    const got = installed[path];
    if (got) {
      if (got.version !== wanted.version || got.integrity !== wanted.integrity) return "stale";
    } else if (wanted.dev || wanted.devOptional) {
      if (dev && !wanted.optional) state = "production";
    } else if (!wanted.optional || (ours.includes(path) && isFor(wanted, platform, arch))) {
      return "stale";
    }
  }
  return state;
}

function isFor(entry, platform, arch) {
  return [entry.os ?? platform].flat().includes(platform) && [entry.cpu ?? arch].flat().includes(arch);
}

function npm(root, args, say) {
  // The npm that runs this script, if any; otherwise the one on the PATH, a .cmd on Windows.
  const cli = process.env.npm_execpath;
  const own = cli && /npm-cli\.c?js$/.test(cli);
  const child = spawn(own ? process.execPath : "npm", own ? [cli, ...args] : args, {
    cwd: root,
    shell: !own && process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-20_000);
    });
  }
  const began = Date.now();
  const ticker = setInterval(
    () => say(`  still installing, ${Math.round((Date.now() - began) / 1000)} s`),
    15_000,
  );
  const stop = (signal) => child.kill(signal);
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
  for (const signal of signals) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.on("error", (error) =>
      reject(new Error(`npm cannot be run: ${error.message}; install npm 9 or later`)),
    );
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else if (signal) reject(new Error("The installation was interrupted; the next start begins it again."));
      else reject(new Error(refusal(output, args)));
    });
  }).finally(() => {
    clearInterval(ticker);
    for (const signal of signals) process.off(signal, stop);
  });
}

function refusal(output, args) {
  const lines = output.trim().split("\n");
  // npm prints its reason first and its hints last.
  const excerpt = lines.length > 24 ? [...lines.slice(0, 16), "…", ...lines.slice(-6)] : lines;
  return `${excerpt.join("\n")}\n\nThe dependencies could not be installed. See that this machine reaches its npm registry (npm ping) and has room on its disk, then try again; npm's whole answer: npm ${args[0]}`;
}

/** One installation at a time per checkout. The file names its process, so a killed one blocks nobody. */
async function lock(root, say) {
  const file = join(
    tmpdir(),
    `aman-gate-install-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`,
  );
  for (let waited = 0; ; waited++) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") return () => {};
    }
    if (!isAlive(file)) rmSync(file, { force: true });
    else if (waited === 0) say("Another process is installing the dependencies; waiting for it …");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function isAlive(file) {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    // An empty file is being written, or its writer was killed at that moment.
    if (!pid) return Date.now() - statSync(file).mtimeMs < 5_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
