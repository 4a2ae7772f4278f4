import { noAnswer } from "#core/message/timeline.ts";
import type { Outcome, Provider } from "../provider.ts";
import { callbackReader } from "../reports/callback.ts";
import { carrierId } from "../reports/carrier-id.ts";
import { type HttpConfig, requestTemplates } from "./configuration.ts";
import type { Endpoint } from "./connect.ts";
import { type Connections, connections } from "./connections.ts";
import { places } from "./places.ts";
import { fillRequest, NotWritten, send } from "./request.ts";
import { verdict } from "./verdict.ts";

/** At a time, to one provider. */
const CONNECTIONS = 128;

/** Of the time-out: for a place among those who send, and for a place and a connection. The rest is the answer's alone. */
const PLACE_SHARE = 1 / 2;
const CONNECTED_SHARE = 3 / 4;

/** Delivers by one HTTP request as the configuration describes it. */
export function httpProvider(config: HttpConfig): Provider {
  const templates = requestTemplates(config);
  const endpoints = new Map<string, Connections>();
  const to = {
    arabic: connectionsFor(config, "arabic", endpoints),
    english: connectionsFor(config, "english", endpoints),
  };
  const gate = places(CONNECTIONS);
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

  return {
    timeoutMs: config.timeout_ms,
    ...(config.reports ? { callbacks: callbackReader(config.reports) } : {}),
    async deliver(delivery) {
      const began = performance.now();
      if (!(await gate.take(config.timeout_ms * PLACE_SHARE))) return notReached("busy");
      const spent = performance.now() - began;
      const connecting = limit(config.timeout_ms * CONNECTED_SHARE - spent, "ETIMEDOUT");
      const answering = limit(config.timeout_ms - spent, "TimeoutError");
      try {
        if (closed) return notReached("closed");
        const language = delivery.language === 0 ? "arabic" : "english";
        const request = filled(() => fillRequest(config.method, templates[language], delivery));
        const { status, answer } = await send(to[language], request, {
          connect: connecting.signal,
          answer: answering.signal,
        });
        const text = answer.text.trim();
        const ref = carrierId(
          (config.id_pattern && new RegExp(config.id_pattern, "u").exec(answer.text)?.[1]) || "",
        );
        return {
          kind: verdict(config, status, answer),
          response: text === "" ? `HTTP ${status}` : text,
          ...(ref ? { ref } : {}),
        };
      } catch (error) {
        if (error instanceof NotWritten) return notReached(closed ? "closed" : codeOf(error.cause));
        return { kind: "unknown", response: noAnswer(`(${codeOf(error)})`) };
      } finally {
        connecting.done();
        answering.done();
        gate.leave();
      }
    },
    async close() {
      closed = true;
      for (const end of underWay) end();
      for (const each of endpoints.values()) each.close();
    },
  };
}

/** Languages that go to one host share its connections. */
function connectionsFor(
  { url, headers, ca }: HttpConfig,
  language: "arabic" | "english",
  known: Map<string, Connections>,
): Connections {
  const { protocol, hostname, port, origin } = new URL(typeof url === "string" ? url : url[language]);
  let found = known.get(origin);
  if (!found) {
    const secure = protocol === "https:";
    const hostHeader = Object.entries(headers).findLast(([name]) => name.toLowerCase() === "host")?.[1];
    const endpoint: Endpoint = {
      secure,
      host: bare(hostname),
      port: port === "" ? (secure ? 443 : 80) : Number(port),
      servername: bare(hostHeader === undefined ? hostname : new URL(`https://${hostHeader}/`).hostname),
      ca,
    };
    found = connections(endpoint);
    known.set(origin, found);
  }
  return found;
}

/** An IPv6 address without its brackets. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

function filled<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new NotWritten(error);
  }
}

const notReached = (why: string): Outcome => ({ kind: "rejected", response: `Not reached (${why})` });

/** The error's code and nothing more: its message may quote the address, which may hold the code and a password. */
function codeOf(error: unknown): string {
  const { code, name, cause } =
    (error as { code?: unknown; name?: string; cause?: { code?: unknown } }) ?? {};
  // A time-out's code is a number of old, which says nothing to anybody.
  return [code, cause?.code].find((each) => typeof each === "string") ?? name ?? "Error";
}
