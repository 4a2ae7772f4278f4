import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/**
 * The programs that people wait for are bundled once and then start in a fraction of the time: Node finds, reads and
 * strips the types of one file instead of some four hundred. docs/decisions.md has the measurements.
 */
const PROGRAMS = ["gate", "start"];

/** Not bundled: native code, packages that read their own files, and code that is not strict. */
const EXTERNAL = ["@node-rs/argon2", "next", "next/*", "smpp"];

/**
 * The bundled program's file, rebuilt if any of its sources changed; undefined if it cannot be built (in another user's
 * checkout), in which case the sources are run.
 * @param {string} root
 * @param {string} name
 * @param {string[]} [programs]
 * @returns {Promise<string | undefined>}
 */
export async function bundled(root, name, programs = PROGRAMS) {
  try {
    const folder = join(root, "node_modules", ".cache", "aman-gate-bundle");
    const made = readManifest(folder);
    const manifest = made && isCurrent(made, root) ? made : await build(root, folder, programs);
    return join(folder, manifest.programs[name]);
  } catch {
    return undefined;
  }
}

function readManifest(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * By size and modification time, which takes 3 ms; hashing takes 50. `npm ci` removes the folder and with it all
 * bundles.
 */
function isCurrent(manifest, root) {
  return (
    manifest.root === root &&
    Object.entries(manifest.sources).every(([path, state]) => stateOf(join(root, path)) === state)
  );
}

function stateOf(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.size} ${found.mtimeMs}` : "missing";
}

/**
 * Every file's name contains the hash of its content, and none is removed: another process may still load from them.
 * The manifest is written last, atomically.
 */
async function build(root, folder, programs) {
  const esbuild = await import("esbuild");
  const states = {};
  const note = (path) => {
    states[relative(root, path)] = stateOf(path);
  };
  for (const name of ["package.json", "package-lock.json"]) note(join(root, name));
  mkdirSync(folder, { recursive: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: programs.map((name) => join("bin", `${name}.ts`)),
    outdir: folder,
    entryNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node24",
    external: EXTERNAL,
    legalComments: "none",
    logLevel: "silent",
    metafile: true,
    // What CommonJS packages require from Node.
    banner: {
      js: 'import { createRequire as createRequireForBundle } from "node:module"; const require = createRequireForBundle(import.meta.url);',
    },
    plugins: [{ name: "sources", setup: (setup) => readSources(setup, root, note) }],
  });
  const outputs = Object.entries(metafile.outputs);
  const manifest = {
    root,
    sources: states,
    programs: Object.fromEntries(
      programs.map((name) => {
        const [path] = outputs.find(([, { entryPoint }]) => entryPoint === `bin/${name}.ts`);
        return [name, relative(folder, join(root, path))];
      }),
    ),
  };
  const draft = join(folder, `manifest-${process.pid}.json`);
  writeFileSync(draft, JSON.stringify(manifest));
  renameSync(draft, join(folder, "manifest.json"));
  return manifest;
}

/** Our own files are recorded before they are read, and keep their `import.meta.dirname`. */
function readSources(setup, root, note) {
  setup.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    if (relative(root, path).startsWith("node_modules")) return undefined;
    note(path);
    const source = await readFile(path, "utf8");
    return {
      loader: "ts",
      contents: source.replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
    };
  });
}
