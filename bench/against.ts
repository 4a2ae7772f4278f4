import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "#bin/process/child.ts";
import type { Customer } from "./customers.ts";
import { type Home, ownDatabase } from "./database.ts";

const root = dirname(import.meta.dirname);

/** Another commit of the product, checked out and ready to be started, with a database and customers of its own. */
export interface OtherCommit {
  commit: string;
  root: string;
  databaseUrl: string;
  customers: Customer[];
}

/**
 * Checks a commit out into the bench's folder, with its own dependencies; its server builds its own pages when it
 * starts. Its customers are created by its own code, because its schema may differ.
 */
export async function checkOut(
  home: Home,
  commit: string,
  customers: number,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<OtherCommit> {
  const tree = join(home.dir, "against");
  mkdirSync(tree);
  const sha = (await command(signal, "git", "rev-parse", "--short", `${commit}^{commit}`)).trim();
  say(`Checking ${sha} out`);
  // Not `git worktree add`: a bench that is killed would leave an entry in the repository.
  await command(signal, "sh", "-c", `git archive ${sha} | tar -x -C "${tree}"`);
  await giveDependencies(tree, say, signal);
  const databaseUrl = await ownDatabase(home, "against");
  return {
    commit: sha,
    root: tree,
    databaseUrl,
    customers: await makeThere(home, tree, databaseUrl, customers),
  };
}

/** Hard links to the present ones if the other commit has the same lock file; otherwise it installs its own. */
async function giveDependencies(tree: string, say: (line: string) => void, signal: AbortSignal) {
  const lock = (of: string) => readFileSync(join(of, "package-lock.json"), "utf8");
  const modules = join(root, "node_modules");
  const patches = join(root, "patches");
  if (lock(tree) === lock(root) && existsSync(modules)) {
    const same = await run("diff", ["-rq", patches, join(tree, "patches")], { signal });
    const linked = same.code === 0 && (await run("cp", ["-al", modules, tree], { signal })).code === 0;
    if (linked) return;
  }
  const { install } = await import(join(tree, "bin", "install.mjs"));
  await install(tree, { dev: true, say });
}

async function makeThere(home: Home, tree: string, databaseUrl: string, count: number): Promise<Customer[]> {
  const child: ChildProcess = fork(join(import.meta.dirname, "customers-there.ts"), [tree, String(count)], {
    cwd: tree,
    execArgv: [],
    env: { ...process.env, DATABASE_URL: databaseUrl, APP_SECRET: home.secret, LOG_LEVEL: "warn" },
  });
  const ended = once(child, "exit");
  const answer = await Promise.race([once(child, "message"), ended.then(() => null)]);
  await ended;
  if (!answer) throw new Error("the other commit's customers could not be made; the reason is above");
  return answer[0] as Customer[];
}

async function command(signal: AbortSignal, name: string, ...args: string[]): Promise<string> {
  const { code, output } = await run(name, args, { cwd: root, signal });
  if (code !== 0) throw new Error(`${name} ${args.join(" ")} failed: ${output.trim()}`);
  return output;
}
