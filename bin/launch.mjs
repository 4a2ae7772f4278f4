import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundled } from "./build/bundle.mjs";
import { install } from "./install.mjs";

const NODE = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs `<room>/<name>.ts` on Node 24, whatever Node started this, after installing what is missing. Written for
 * Node 18: it is the only code that runs before Node 24 and the dependencies are there.
 *
 * Nothing goes to stdout unless `progress` says so: the command line's stdout belongs to its JSON.
 *
 * @param {string} name
 * @param {{ room?: string, dev?: boolean, bundle?: boolean, settings?: boolean, progress?: NodeJS.WriteStream }} [options]
 *   settings: whether it may read the file with the operator's settings; tests and benches must not depend on it.
 */
export async function launch(
  name,
  { room = "bin", dev = false, bundle = false, settings = false, progress = process.stderr } = {},
) {
  // The reader of our output may exit, or its disk may be full: neither is a reason to end the program.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  if (!settings) process.env.ENV_FILE = "";
  try {
    await install(root, { dev, say: (line) => progress.write(`${line}\n`) });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  const script = (bundle && (await bundled(root, name))) || join(root, room, `${name}.ts`);
  if (Number.parseInt(process.versions.node, 10) >= NODE) {
    silenceExperiments();
    await import(pathToFileURL(script).href);
    return;
  }
  const node = pinnedNode();
  if (!node) {
    process.stderr.write(
      `Node ${NODE} is needed and this is ${process.version}; npm has no Node ${NODE} for ${process.platform}-${process.arch} either: install it from https://nodejs.org\n`,
    );
    process.exit(1);
  }
  runAs(node, [script, ...process.argv.slice(2)]);
}

/** The Node that npm installed for this platform. */
function pinnedNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const home = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin");
  return [join(home, "node"), join(home, "node.exe")].find((file) => existsSync(file));
}

/** The parent of the child: passes signals on to it, and its exit code back. */
function runAs(node, args) {
  const child = spawn(node, args, { stdio: "inherit" });
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`${node} cannot be run: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** The first releases of Node 24 warn about running TypeScript at every start. */
function silenceExperiments() {
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === "object" ? rest[0]?.type : rest[0];
    if (type !== "ExperimentalWarning") emit.call(process, warning, ...rest);
  };
}
