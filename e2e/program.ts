import { spawn } from "node:child_process";
import { dirname, join } from "node:path";

export const root = dirname(import.meta.dirname);

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** What `--json` printed. @throws where stdout is anything but one JSON value. */
  json<T = Record<string, unknown>>(): T;
}

/** Runs a program to its end. `input` goes to its stdin. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { env, input, cwd = root }: { env: Environment; input?: string; cwd?: string },
): Promise<Ended> {
  const child = spawn(command, args, { cwd, env, stdio: "pipe" });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on("error", reject);
  child.on("close", resolve);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input ?? "");
  const code = await promise;
  return {
    code,
    stdout,
    stderr,
    json: <T>() => {
      try {
        return JSON.parse(stdout) as T;
      } catch {
        throw new Error(`${args.join(" ")} (exit ${code}) printed no JSON: ${stdout}${stderr}`);
      }
    },
  };
}

export type Environment = Record<string, string> & { NODE_ENV: "production"; ENV_FILE: "" };

/** The settings of this machine that programs need, and none of the gateway's own. */
export function bareEnvironment(): Environment {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "USER"];
  const found = kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return { ...Object.fromEntries(found), NODE_ENV: "production", ENV_FILE: "" };
}

/** A file of `bin/` or `e2e/`, run by this very Node. */
export const script = (path: string) => join(root, path);
