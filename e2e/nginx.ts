import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { root } from "./program.ts";
import { until } from "./until.ts";

/** Debian's is not on everybody's path. */
const PROGRAM = ["/usr/sbin/nginx", "/usr/bin/nginx"].find((path) => existsSync(path)) ?? "nginx";

export interface Nginx {
  port: number;
  discard(): Promise<void>;
}

/** nginx in front of a gateway, configured by the very lines of docs/operations.md, on ports that are free. */
export async function startNginx(gateway: { url: string }): Promise<Nginx> {
  const docs = readFileSync(join(root, "docs/operations.md"), "utf8");
  const snippet = /```nginx\n(.*?)```/s.exec(docs)?.[1] ?? "";
  const port = await freePort();
  const configured = replaceOnce(
    replaceOnce(snippet, "127.0.0.1:3000", new URL(gateway.url).host),
    "listen 8088;",
    `listen 127.0.0.1:${port};`,
  );
  const home = mkdtempSync(join(tmpdir(), "aman-gate-nginx-"));
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(home, "nginx.conf"),
    `daemon off; master_process off; pid ${home}/pid; error_log stderr;
events {}
http {
access_log off;
${paths.map((name) => `${name}_temp_path ${home}/${name};`).join("\n")}
${configured}
}`,
  );
  const child = spawn(PROGRAM, ["-c", join(home, "nginx.conf"), "-p", home], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  await until("nginx answers", async () => {
    if (!isRunning(child)) throw new Error(`nginx did not start:\n${complaints}`);
    return fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
  });
  return {
    port,
    async discard() {
      if (isRunning(child)) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

function replaceOnce(text: string, part: string, by: string): string {
  if (text.split(part).length !== 2) throw new Error(`The nginx lines in the docs do not have one ${part}`);
  return text.replace(part, by);
}
