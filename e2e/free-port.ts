import { randomInt } from "node:crypto";
import { obstacle } from "#bin/start/port.ts";

const given = new Set<number>();

/** A port of the loopback that nobody has, below the range that systems take for outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (given.has(port)) continue;
    given.add(port);
    if (!(await obstacle(port, "127.0.0.1"))) return port;
  }
}
