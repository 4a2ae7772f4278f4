import { createServer } from "node:net";
import { codeOf } from "#bin/process/start-error.ts";

/**
 * Why a server cannot listen there: EADDRINUSE (taken), EACCES (not permitted), EADDRNOTAVAIL or ENOTFOUND (not an
 * address of this machine). Undefined if it can.
 */
export function obstacle(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve(codeOf(error) ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
