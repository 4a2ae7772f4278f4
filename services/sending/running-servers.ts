import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { env } from "#runtime/env.ts";
import { keyFor } from "#runtime/keys.ts";

const presence = z.object({ pid: z.int(), url: z.url() });

/** The addresses that servers have announced. A killed server leaves its file behind, but nothing answers there. */
export async function announcedServers(): Promise<string[]> {
  const folder = join(env().DATA_DIR, "servers");
  const names = await readdir(folder).catch(() => []);
  const urls = await Promise.all(
    names
      .filter((name) => name.endsWith(".json"))
      .map(async (name) => {
        try {
          return presence.parse(JSON.parse(await readFile(join(folder, name), "utf8"))).url;
        } catch {
          return null;
        }
      }),
  );
  // Two files may contain the same address: a killed server's, and that of its successor on the same port.
  return [...new Set(urls.filter((url) => url !== null))];
}

/** Asks a server for one of its internal operations, which are the operator's alone. @throws if it does not answer. */
export function askServer(
  url: string,
  path: string,
  { ms, body }: { ms: number; body?: object },
): Promise<Response> {
  return fetch(new URL(path, url), {
    method: body ? "POST" : "GET",
    headers: {
      authorization: `Bearer ${keyFor("internal").toString("hex")}`,
      connection: "close",
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    redirect: "error",
    signal: AbortSignal.timeout(ms),
  });
}
