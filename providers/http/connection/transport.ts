import { noAnswer } from "#core/message/timeline.ts";
import type { Answer } from "#providers/http/answer/answer.ts";
import { NotWritten, type Request, send } from "#providers/http/request/request.ts";
import type { Outcome } from "#providers/provider.ts";
import type { Trace } from "#providers/trace.ts";
import { bare, type Endpoint } from "./connect.ts";
import { type Connections, connections } from "./connections.ts";
import { places } from "./places.ts";

/** Of the time-out: for a place among those who send, and for a place and a connection. The rest is the answer's alone. */
const PLACE_SHARE = 1 / 2;
const CONNECTED_SHARE = 3 / 4;

/** How the requests of one provider travel, whatever it is that they say. */
export interface Transport {
  /** The connections to the host of an address: one set for all addresses of it. */
  to(address: URL, way: Way): Connections;
  /**
   * Sends one request, once.
   * @param make makes it when there is a place for it; nothing is sent where it throws.
   * @param expiresAt when its message is worth nothing any more (performance.now): by then it no longer waits for a place.
   * @param read says what an answer means.
   * @returns what `read` says; without an answer rejected where no byte of the request was written, else unknown. It
   * tells no more of an error than its code: the message may quote the address, which may hold the code and a password.
   */
  exchange(
    to: Connections,
    make: () => Request,
    read: (status: number, answer: Answer) => Outcome,
    message: { expiresAt: number; trace?: Trace | undefined },
  ): Promise<Outcome>;
  /** Sends one request that may be repeated. @returns what `read` says, or `unread` without an answer. */
  ask<T>(to: Connections, make: () => Request, read: Read<T>, unread: (code: string) => T): Promise<T>;
  /** Ends connections, and what is under way on them. */
  close(): void;
}

type Read<T> = (status: number, answer: Answer) => T;

/** How many requests may be under way, and begin within a second (0 is no limit). */
export interface Pace {
  concurrency: number;
  per_second: number;
}

/** How a server is reached and its certificate verified, see `Endpoint`. */
export interface Way extends Pick<Endpoint, "ca" | "pin"> {
  /** The name that its certificate must have, where that is not the address's host. */
  servername?: string;
  /** The address of an HTTP proxy. */
  proxy: string | undefined;
}

/** @param timeoutMs for all of an exchange: place, connection and answer. */
export function httpTransport(timeoutMs: number, { concurrency, per_second }: Pace): Transport {
  const endpoints = new Map<string, Connections>();
  const gate = places(concurrency, per_second);
  const underWay = new Set<() => void>();
  let closed = false;

  /** Aborts with an error of this code when the time is over or the provider is closed. */
  function limit(ms: number, code: string): { signal: AbortSignal; done(): void } {
    const controller = new AbortController();
    const end = (why: string) => controller.abort(Object.assign(new Error(why), { code: why }));
    const timer = setTimeout(end, Math.max(0, ms), code);
    const close = () => end("closed");
    underWay.add(close);
    return {
      signal: controller.signal,
      done() {
        clearTimeout(timer);
        underWay.delete(close);
      },
    };
  }

  async function run<T>(
    to: Connections,
    make: () => Request,
    read: Read<T>,
    { expiresAt, trace }: { expiresAt: number; trace?: Trace | undefined },
  ): Promise<{ answered: T } | { written: boolean; code: string }> {
    const began = performance.now();
    if (!(await gate.take(Math.min(timeoutMs * PLACE_SHARE, expiresAt - began))))
      return { written: false, code: "busy" };
    const spent = performance.now() - began;
    const connecting = limit(timeoutMs * CONNECTED_SHARE - spent, "ETIMEDOUT");
    const answering = limit(timeoutMs - spent, "TimeoutError");
    try {
      if (closed) return { written: false, code: "closed" };
      const request = unlessFaulty(make);
      const limits = { connect: connecting.signal, answer: answering.signal };
      const { status, answer } = await send(to, request, limits, trace);
      return { answered: read(status, answer) };
    } catch (error) {
      if (error instanceof NotWritten) {
        return { written: false, code: closed ? "closed" : codeOf(error.cause) };
      }
      return { written: true, code: codeOf(error) };
    } finally {
      connecting.done();
      answering.done();
      gate.leave();
    }
  }

  return {
    to({ protocol, hostname, port, origin }, { servername = bare(hostname), ca, pin, proxy }) {
      let found = endpoints.get(origin);
      if (!found) {
        const secure = protocol === "https:";
        found = connections({
          secure,
          host: bare(hostname),
          port: port === "" ? (secure ? 443 : 80) : Number(port),
          servername,
          ca,
          pin,
          proxy: proxy === undefined ? undefined : new URL(proxy),
        });
        endpoints.set(origin, found);
      }
      return found;
    },
    async exchange(to, make, read, message) {
      const result = await run(to, make, read, message);
      if ("answered" in result) return result.answered;
      const { written, code } = result;
      const title = written ? `No answer (${code})` : `Not written (${code})`;
      message.trace?.add({ direction: "event", title, fields: [] });
      return written ? { kind: "unknown", response: noAnswer(`(${code})`) } : notReached(code);
    },
    async ask(to, make, read, unread) {
      const result = await run(to, make, read, { expiresAt: Number.POSITIVE_INFINITY });
      return "answered" in result ? result.answered : unread(result.code);
    },
    close() {
      closed = true;
      for (const end of underWay) end();
      for (const each of endpoints.values()) each.close();
    },
  };
}

/** A request that cannot be made was not written. */
function unlessFaulty<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new NotWritten(error);
  }
}

const notReached = (why: string): Outcome => ({
  kind: "rejected",
  scope: "not_taken",
  response: `Not reached (${why})`,
});

function codeOf(error: unknown): string {
  const { code, name, cause } =
    (error as { code?: unknown; name?: string; cause?: { code?: unknown } }) ?? {};
  // A time-out's code is a number of old, which says nothing to anybody.
  return [code, cause?.code].find((each) => typeof each === "string") ?? name ?? "Error";
}
