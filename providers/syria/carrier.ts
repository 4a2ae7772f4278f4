import type { Answer } from "#providers/http/answer/answer.ts";
import { httpTransport, type Pace } from "#providers/http/connection/transport.ts";
import { type Fate, outcomeOf } from "../fate.ts";
import { hiding } from "../hiding.ts";
import type { Delivery, Outcome, Provider, StatusPoll } from "../provider.ts";
import type { FinalState } from "../reports/final-words.ts";
import { notAnswered, openAnswer, type StatusAnswer } from "../reports/status-answer.ts";
import { hidden } from "../trace.ts";

/** A request to one of the operators: all of it stands in the query. */
export interface Query {
  /** Relative to the base address; empty where that is the page itself. */
  page: string;
  parameters: [name: string, value: string][];
}

interface Carrier extends Pace {
  base_url: string;
  user: string;
  password: string;
  timeout_ms: number;
  ca?: string | undefined;
  certificate_sha256?: string | undefined;
  proxy?: string | undefined;
  parameters: Record<string, string>;
}

/** What an answer of 200 says; undefined where nobody knows. */
export type Meaning = { fate: Fate; ref?: string } | undefined;

/** The request that asks what became of a message, by the carrier's id for it. */
export interface StatusQuery extends Pick<StatusPoll, "waitMs"> {
  query(providerId: string): Query;
  meaning(text: string): FinalState | null;
}

/** A GET whose answer of 200 says in words what became of the message. */
export function queryCarrier(
  config: Carrier,
  /** @returns the reason where it cannot be delivered by this operator. */
  query: (delivery: Delivery) => Query | { refused: string },
  meaning: (text: string) => Meaning,
  status?: StatusQuery,
): Provider {
  const transport = httpTransport(config.timeout_ms, config);
  const base = new URL(config.base_url);
  const to = transport.to(base, {
    ca: config.ca,
    pin: config.certificate_sha256,
    proxy: config.proxy,
  });
  const withoutSecrets = hiding([config.password, config.user]);

  function read(status: number, answer: Answer): Outcome {
    const text = answer.text.trim();
    const outcome = verdict(status, answer, meaning);
    return { ...outcome, response: text === "" ? `HTTP ${status}` : withoutSecrets(text) };
  }

  const poll: StatusPoll | undefined = status && {
    waitMs: status.waitMs,
    canAsk: ({ providerId }) => providerId !== null,
    ask: ({ providerId }) =>
      transport.ask(
        to,
        () => ({
          method: "GET",
          path: pathOf(base, status.query(providerId!), config.parameters),
          headers: {},
          body: null,
        }),
        (code, { text, whole }): StatusAnswer =>
          (code === 200 && whole ? status.meaning(text) : null) ?? openAnswer(code, text),
        notAnswered,
      ),
  };

  return {
    timeoutMs: config.timeout_ms,
    ...(poll ? { poll } : {}),
    async deliver(delivery) {
      const asked = query(delivery);
      if ("refused" in asked) {
        return { kind: "rejected", scope: "provider", response: `Not sent: ${asked.refused}` };
      }
      const make = () => ({
        method: "GET" as const,
        path: pathOf(base, asked, config.parameters),
        headers: {},
        body: null,
      });
      return transport.exchange(to, make, read, {
        expiresAt: delivery.expiresAt,
        trace: hidden(delivery.trace, withoutSecrets),
      });
    },
    async close() {
      transport.close();
    },
  };
}

/**
 * Refusals by a web server before its application has run. Others may come from a proxy behind which the message was sent
 * (408, 409, 499), or say nothing certain.
 */
const REFUSING_STATUSES = new Set([400, 401, 403, 404, 405, 410, 413, 414, 421, 431]);

function verdict(
  status: number,
  { text, whole }: Answer,
  meaning: (text: string) => Meaning,
): Omit<Outcome, "response"> {
  if (status === 429) return outcomeOf("not_taken");
  if (REFUSING_STATUSES.has(status)) return outcomeOf("provider");
  if (status !== 200) return { kind: "unknown" };
  const found = whole ? meaning(text) : undefined;
  if (!found) return { kind: "unknown", unrecognised: true };
  return { ...outcomeOf(found.fate), ...(found.ref === undefined ? {} : { ref: found.ref }) };
}

function pathOf(base: URL, { page, parameters }: Query, more: Record<string, string>): string {
  const directory = page === "" || base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
  const pairs = [...parameters, ...Object.entries(more)].map(
    ([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`,
  );
  return `${directory}${page}?${pairs.join("&")}`;
}
