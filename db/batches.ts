import { type Coalescer, coalesce, type retry } from "#runtime/coalesce.ts";
import { sendPool, statementRefused } from "#runtime/database.ts";
import { env } from "#runtime/env.ts";
import { shared } from "#runtime/shared.ts";
import * as ledger from "./ledger.ts";
import { type Authorisation, type AuthoriseInput, authorise } from "./queries/authorise.ts";
import { findByRefs, type ProviderRef, rememberRefs } from "./queries/provider-refs.ts";

/**
 * The statements of the way of a send, each coalesced: what requests ask at the same time goes to PostgreSQL in
 * one statement. One set of queues per process.
 */
export interface Batches {
  authorise: Coalescer<AuthoriseInput, Authorisation | null>;
  reserve: Coalescer<ledger.Reservation, ledger.ReserveResult>;
  reserveKeyed: Coalescer<ledger.KeyedReservation, ledger.KeyedResult>;
  settle: Coalescer<ledger.Settlement, Awaited<ReturnType<typeof ledger.settle>>[number]>;
  report: Coalescer<ledger.ReportEntry, Awaited<ReturnType<typeof ledger.report>>[number]>;
  rememberRef: Coalescer<ProviderRef & { messageId: number }, null>;
  findByRef: Coalescer<ProviderRef, number | null>;
}

export function batches(): Batches {
  return shared("batches", () => {
    const sql = sendPool();
    const over = <In, Out>(run: (items: In[]) => Promise<(Out | typeof retry)[]>) =>
      coalesce<In, Out>({
        max: env().SEND_BATCH,
        inFlight: env().SEND_BATCHES_IN_FLIGHT,
        run,
        afterFailure: (error) => statementRefused(error) ?? "refuse",
      });
    return {
      authorise: over((items: AuthoriseInput[]) => authorise(sql, items)),
      reserve: over((items: ledger.Reservation[]) => ledger.reserve(sql, items)),
      reserveKeyed: over((items: ledger.KeyedReservation[]) => ledger.reserveKeyed(sql, items)),
      settle: over((items: ledger.Settlement[]) => ledger.settle(sql, items)),
      report: over((items: ledger.ReportEntry[]) => ledger.report(sql, items)),
      rememberRef: over((items: (ProviderRef & { messageId: number })[]) => rememberRefs(sql, items)),
      findByRef: over((items: ProviderRef[]) => findByRefs(sql, items)),
    };
  });
}
