import { createHistogram } from "node:perf_hooks";
import { converse } from "./connection.ts";
import type { Customer } from "./customers.ts";
import { twoStatements } from "./yardstick.ts";

/** A run of the load generator's process. */
export interface Load {
  /** A server's port, or the database's address for the yardstick. */
  target: number | string;
  connections: number;
  ms: number;
  /** Runs first, and is not measured. */
  warmUpMs: number;
  customers: Customer[];
  /** Whole HTTP requests, in place of the customers' sends. */
  requests?: string[];
  /** The status that every answer must have; 201 by default. */
  expected?: number;
}

export interface Measured {
  perSecond: number;
  /** Milliseconds, as a client sees them. */
  p50: number;
  p99: number;
  /** Everything that was sent, including the warm-up. */
  sends: number;
  /** The share of one core that the load generator used. */
  generatorCpu: number;
}

/** Latencies in microseconds, to three significant figures. */
const histogram = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 });

async function generate({
  target,
  connections,
  ms,
  warmUpMs,
  customers,
  requests,
  expected = 201,
}: Load): Promise<Measured> {
  histogram.reset();
  const from = performance.now() + warmUpMs;
  const until = from + ms;
  let sends = 0;
  let inTime = 0;
  let cpu = process.cpuUsage();
  setTimeout(() => {
    cpu = process.cpuUsage();
  }, warmUpMs);
  /** Counts answers within the measured time. */
  const note = (took: number) => {
    sends++;
    const now = performance.now();
    if (now < from || now > until) return;
    inTime++;
    histogram.record(Math.max(1, Math.round(took * 1000)));
  };
  if (typeof target === "string") {
    await twoStatements(target, connections, customers, () => performance.now() > until, note);
  } else {
    const all =
      requests?.map((each) => Buffer.from(each)) ?? customers.map((each) => requestOf(target, each));
    await overHttp(
      { port: target, connections, requests: all, expected },
      () => performance.now() > until,
      note,
    );
  }
  const used = process.cpuUsage(cpu);
  return {
    perSecond: inTime / (ms / 1000),
    p50: histogram.percentile(50) / 1000,
    p99: histogram.percentile(99) / 1000,
    sends,
    generatorCpu: (used.user + used.system) / 1000 / ms,
  };
}

/** The requests are sent in turn, whichever connection is free. */
async function overHttp(
  {
    port,
    connections,
    requests,
    expected,
  }: { port: number; connections: number; requests: Buffer[]; expected: number },
  isOver: () => boolean,
  note: (took: number) => void,
): Promise<void> {
  let turn = 0;
  const exchange = {
    next: () => (isOver() ? null : requests[turn++ % requests.length]!),
    done: (status: number, took: number, answer: string) => {
      if (status !== expected) throw new Error(`a send was answered with:\n${answer}`);
      note(took);
    },
  };
  await Promise.all(Array.from({ length: connections }, () => converse(port, exchange)));
}

function requestOf(port: number, { token, templateId, number }: Customer): Buffer {
  const body = JSON.stringify({ gsm: number, template_id: templateId, code: "482910", language: 1 });
  return Buffer.from(
    `POST /api/otp/send/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Token ${token}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

// A separate process, so that a slow generator does not slow down the bench, and its CPU is measured separately.
// Anything unexpected, above all an answer other than 201, ends it and thereby fails the bench.
process.on("message", async (load: Load) => {
  process.send?.(await generate(load));
});
process.on("uncaughtException", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
