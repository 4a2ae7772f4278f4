import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { shared } from "./shared.ts";

/** What Prometheus reads from /metrics. One registry per process. */
export function metrics() {
  return shared("metrics", () => {
    const registers = [new Registry()];
    // Memory, CPU time, event loop lag and the like, under the names that Node dashboards expect.
    collectDefaultMetrics({ register: registers[0]! });
    return {
      registry: registers[0]!,
      requests: new Counter({
        name: "aman_api_requests_total",
        help: "API requests by route and status",
        labelNames: ["route", "status"],
        registers,
      }),
      duration: new Histogram({
        name: "aman_api_request_duration_seconds",
        help: "Time from the request's arrival to its answer",
        labelNames: ["route"],
        buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
        registers,
      }),
      requestLog: new Counter({
        name: "aman_request_log_rows_total",
        help: "Rows of the request log by what became of them (written, left_out over the account's rate, dropped)",
        labelNames: ["result"],
        registers,
      }),
      sends: new Counter({
        name: "aman_sends_total",
        help: "Sends by outcome (accepted, rejected, unknown) and provider",
        labelNames: ["outcome", "provider"],
        registers,
      }),
      failovers: new Counter({
        name: "aman_failovers_total",
        help: "Messages that a provider refused or did not take, and that went on to another one",
        labelNames: ["provider"],
        registers,
      }),
      unrecognised: new Counter({
        name: "aman_unrecognised_answers_total",
        help: "Answers of providers whose meaning is not known",
        labelNames: ["provider"],
        registers,
      }),
      reports: new Counter({
        name: "aman_delivery_reports_total",
        help: "Delivery reports by kind and provider",
        labelNames: ["kind", "provider"],
        registers,
      }),
      binds: new Gauge({
        name: "aman_smpp_binds",
        help: "SMPP sessions of this process by provider and state (connecting, binding, bound, waiting, refused)",
        labelNames: ["provider", "state"],
        registers,
      }),
      breakerChanges: new Counter({
        name: "aman_breaker_changes_total",
        help: "Changes of providers' breakers by provider and new state (open, half_open, closed)",
        labelNames: ["provider", "state"],
        registers,
      }),
      providerUp: new Gauge({
        name: "aman_provider_up",
        help: "Whether this process can hand messages to a provider (1) or not (0)",
        labelNames: ["provider"],
        registers,
      }),
      shortOfCredit: new Gauge({
        name: "aman_account_short_of_credit",
        help: "Accounts that are short of credit (1), by id and state (nearQuota, nearEnd, used, ended, none)",
        labelNames: ["account", "state"],
        registers,
      }),
      handOvers: new Counter({
        name: "aman_hand_overs_total",
        help: "Deliveries handed over between processes, by provider and direction (out, in)",
        labelNames: ["provider", "direction"],
        registers,
      }),
      queue: new Gauge({
        name: "aman_batch_queue_depth",
        help: "Sends that wait for a place in a statement",
        labelNames: ["statement"],
        registers,
      }),
      connections: new Gauge({
        name: "aman_database_connections",
        help: "Connections to the database by pool and state, of all processes on it",
        labelNames: ["pool", "state"],
        registers,
      }),
      inFlight: new Gauge({
        name: "aman_http_requests_in_flight",
        help: "Requests being answered",
        registers,
      }),
    };
  });
}

/**
 * Begins what is counted of a provider at 0. Prometheus sees no increase in a counter that appears with its first event, and
 * compares nothing with one that has not appeared.
 */
export function countFromZero(provider: string): void {
  const { sends, reports, unrecognised } = metrics();
  unrecognised.inc({ provider }, 0);
  for (const outcome of ["accepted", "rejected", "unknown"]) sends.inc({ outcome, provider }, 0);
  for (const kind of ["delivered", "failed"]) reports.inc({ kind, provider }, 0);
}
