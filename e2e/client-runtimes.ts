import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { bareEnvironment, type Ended, runProgram } from "./program.ts";

/** The clients of the reference, by the file that each one is. */
export type Client = "send.sh" | "send.py" | "send.mjs" | "send.php";

const env = bareEnvironment();

/** The first of the programs that passes its own check. @throws with what to install: a missing runtime is no pass. */
async function found(programs: string[], check: string[], install: string): Promise<string> {
  for (const program of programs) {
    const tried = await runProgram(program, check, { env }).catch(() => undefined);
    if (tried?.code === 0) return program;
  }
  throw new Error(`None of ${programs.join(", ")} can run this client: apt-get install ${install}`);
}

/** A machine may have several Pythons, and requests in one of them only. */
function pythons(): string[] {
  const folders = [...(env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  return [...new Set(folders)].map((folder) => join(folder, "python3"));
}

export const runtimes: Record<Client, () => Promise<string>> = {
  "send.sh": async () => {
    await found(["curl"], ["--version"], "curl");
    return "sh";
  },
  "send.py": () => found(pythons(), ["-c", "import requests"], "python3-requests"),
  "send.mjs": async () => process.execPath,
  "send.php": () => found(["php"], ["-r", "exit(function_exists('curl_init') ? 0 : 1);"], "php-cli php-curl"),
};

/** Runs a client's source as whoever pastes it into a file would. */
export async function runClient(client: Client, source: string): Promise<Ended> {
  const home = mkdtempSync(join(tmpdir(), "aman-gate-clients-"));
  try {
    const file = join(home, client);
    writeFileSync(file, source);
    return await runProgram(await runtimes[client](), [file], { env });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
