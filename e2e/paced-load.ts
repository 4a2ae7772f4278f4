import { Agent, request } from "node:http";
import type { TestAccount } from "./account.ts";
import { SEND } from "./api.ts";

/** The pace is kept by looking so often which sends are due. */
const TICK_MS = 10;
/** With more requests open than this nothing is started: the servers do not keep up. */
const MOST_OPEN = 1_000;
/** For how long a server is left out after it refused a connection, or broke one. */
const AVOIDED_MS = 100;

export interface PacedLoad {
  /** Sends that were answered with a 201. */
  readonly taken: number;
  /** Sends that were started. */
  readonly offered: number;
  /** By number, the status that the client was told; nothing where its connection broke. */
  readonly told: ReadonlyMap<string, number>;
  /** Lets the requests that are open end, and starts no further ones. */
  stop(): Promise<void>;
}

/**
 * Sends at a pace of its own, however long the answers take, as customers do: to the servers by turns, and to the others
 * while one is not there. Each send goes to another number. One process with connections that stay open is enough.
 */
export function startPacedLoad(
  servers: { readonly url: string }[],
  account: TestAccount,
  { perSecond, numberOf }: { perSecond: number; numberOf(n: number): string },
): PacedLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_OPEN, scheduling: "lifo" });
  const told = new Map<string, number>();
  const avoidedUntil = new Map<object, number>();
  const began = performance.now();
  let [offered, open, taken, turn] = [0, 0, 0, 0];
  let onIdle: (() => void) | undefined;

  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    while (offered < due && open < MOST_OPEN) start(numberOf(++offered));
  }, TICK_MS);

  function start(number: string): void {
    const now = performance.now();
    turn++;
    const there = servers.filter((each) => (avoidedUntil.get(each) ?? 0) <= now);
    const among = there.length > 0 ? there : servers;
    const server = among[turn % among.length]!;
    const body = JSON.stringify({
      gsm: number,
      template_id: account.templateId,
      code: "482910",
      language: 1,
    });
    open++;
    const ended = (status?: number) => {
      open--;
      if (status !== undefined) told.set(number, status);
      if (status === 201) taken++;
      if (open === 0) onIdle?.();
    };
    const asked = request(server.url + SEND, {
      method: "POST",
      agent,
      headers: {
        authorization: `Token ${account.token}`,
        "content-type": "application/json",
        "content-length": body.length,
      },
    });
    const broken = () => {
      avoidedUntil.set(server, performance.now() + AVOIDED_MS);
      ended();
    };
    asked.on("error", broken);
    asked.on("response", (response) => {
      asked.off("error", broken);
      asked.on("error", () => {});
      // The status is what a client goes by, even if the body breaks off.
      response.on("error", () => {});
      response.on("close", () => ended(response.statusCode));
      response.resume();
    });
    asked.end(body);
  }

  return {
    told,
    get taken() {
      return taken;
    },
    get offered() {
      return offered;
    },
    async stop() {
      clearInterval(timer);
      if (open > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      agent.destroy();
    },
  };
}
