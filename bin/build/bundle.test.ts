import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { gateway, json } from "#bin/fixtures/command-line.ts";
import { bundled } from "./bundle.mjs";

const root = join(import.meta.dirname, "../..");
const small = mkdtempSync(join(tmpdir(), "aman-gate-bundle-"));
afterAll(() => rmSync(small, { recursive: true, force: true }));

/** Every module that a program loads from a file, as reported by Node's hooks, followed by its output. */
const COUNT = `
  import { registerHooks } from "node:module";
  import { writeFileSync } from "node:fs";
  const loaded = [];
  registerHooks({
    load(url, context, next) {
      if (url.startsWith("file:")) loaded.push(url);
      return next(url, context);
    },
  });
  process.on("exit", () => writeFileSync(process.env.LOADED, JSON.stringify(loaded)));
`;

test("a verb of the command line loads a handful of files, and nothing from node_modules", async () => {
  await json("account", "create", "--name", "One");
  const program = await bundled(root, "gate");
  expect(program).toMatch(/node_modules\/\.cache\/aman-gate-bundle\/gate-\w+\.js$/);
  const count = join(small, "count.mjs");
  const list = join(small, "loaded.json");
  writeFileSync(count, COUNT);
  const ran = spawnSync(process.execPath, ["--import", count, program!, "account", "list", "--json"], {
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      DATABASE_URL: gateway.url,
      APP_SECRET: gateway.secret,
      LOADED: list,
    },
    encoding: "utf8",
  });
  expect([ran.status, ran.stderr]).toEqual([0, ""]);
  expect(JSON.parse(ran.stdout)).toMatchObject({ accounts: [{ name: "One" }] });
  const { default: loaded } = (await import(list, { with: { type: "json" } })) as { default: string[] };
  const others = loaded.filter((url) => !url.includes("/.cache/aman-gate-bundle/"));
  expect(others).toEqual([]);
  // From its sources it loads more than four hundred modules. How many parts a bundle has follows from which modules its
  // programs share, so a few more or fewer are no matter.
  expect(loaded.length).toBeLessThan(40);
});

test("a bundle is rebuilt if a source, the lock file or the location changed, and only then", async () => {
  const home = join(small, "home");
  mkdirSync(join(home, "bin"), { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) writeFileSync(join(home, name), "{}");
  mkdirSync(join(home, "node_modules"));
  symlinkSync(join(root, "node_modules", "esbuild"), join(home, "node_modules", "esbuild"));
  const write = (name: string, text: string) => writeFileSync(join(home, "bin", `${name}.ts`), text);
  write("said", "export const said: string = import.meta.dirname;");
  write("gate", 'import { said } from "./said.ts"; console.log(said);');
  const run = async (place: string) => {
    const program = await bundled(place, "gate", ["gate"]);
    return { program, said: spawnSync(process.execPath, [program!], { encoding: "utf8" }).stdout.trim() };
  };
  const first = await run(home);
  // Code that asks for its folder gets that of its source.
  expect(first.said).toBe(join(home, "bin"));
  expect(await run(home)).toEqual(first);

  write("said", 'export const said = "changed";');
  const second = await run(home);
  expect(second.said).toBe("changed");
  // A process started from the first may still load from it.
  expect(readdirSync(dirname(first.program!))).toContain(first.program!.split("/").at(-1));

  const manifest = () => readdirSync(dirname(first.program!)).length;
  const files = manifest();
  utimesSync(join(home, "package-lock.json"), 1, 1);
  expect(await run(home)).toEqual(second);
  expect(manifest()).toBe(files);

  const moved = join(small, "moved");
  cpSync(home, moved, { recursive: true, verbatimSymlinks: true });
  write("said", "export const said: string = import.meta.dirname;");
  cpSync(join(home, "bin"), join(moved, "bin"), { recursive: true });
  expect((await run(moved)).said).toBe(join(moved, "bin"));
});

test("if no bundle can be created, the sources are run", async () => {
  expect(await bundled(join(small, "nowhere"), "gate")).toBeUndefined();
});
