import { subscriberOf } from "#core/customer/address.ts";
import { identify, type MessageIdentity } from "#db/queries/messages/message-identity.ts";
import {
  findByRefs,
  findParts,
  type KnownPart,
  type ProviderRef,
} from "#db/queries/messages/provider-refs.ts";
import { type Coalescer, coalescing } from "#runtime/coalesce/coalesce.ts";
import { statementRefused } from "#runtime/database/errors.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { env } from "#runtime/env.ts";
import { shared } from "#runtime/shared.ts";
import { noteFailure } from "./disk-full.ts";
import { type NextAttempt, openAttempts } from "./ledger/attempts.ts";
import {
  type IntermediateReport,
  noteIntermediate,
  type ReportEntry,
  type ReportResult,
  report,
} from "./ledger/report.ts";
import {
  type KeyedReservation,
  type KeyedResult,
  type Reservation,
  type ReserveResult,
  reserve,
  reserveKeyed,
  reserveOnSnapshot,
  type SnapshotReservation,
  type SnapshotResult,
} from "./ledger/reserve.ts";
import { type Settlement, settle } from "./ledger/settle.ts";
import { type Authorisation, type AuthoriseInput, authorise } from "./queries/authorise.ts";

/**
 * The coalesced statements of the send path: requests that arrive at the same time share one statement. One set of
 * queues per process.
 */
export interface Batches {
  authorise: Coalescer<AuthoriseInput, Authorisation | null>;
  /**
   * Authorises tokens that this process has not seen before, in a queue of its own, so that sends do not wait for it.
   * Client addresses take turns.
   */
  authoriseStranger: Coalescer<AuthoriseInput, Authorisation | null>;
  reserve: Coalescer<Reservation, ReserveResult>;
  reserveOnSnapshot: Coalescer<SnapshotReservation, SnapshotResult>;
  reserveKeyed: Coalescer<KeyedReservation, KeyedResult>;
  settle: Coalescer<Settlement, Awaited<ReturnType<typeof settle>>[number]>;
  openAttempt: Coalescer<NextAttempt, boolean>;
  report: Coalescer<ReportEntry, ReportResult>;
  noteIntermediate: Coalescer<IntermediateReport, boolean>;
  findByRef: Coalescer<ProviderRef, number | null>;
  findParts: Coalescer<ProviderRef[], KnownPart[]>;
  identify: Coalescer<number, MessageIdentity | null>;
}

const byAccount = ({ accountId }: { accountId?: number }) => accountId;
/** Accounts take turns, and a lock on a subscription holds up only its own account. */
const charging = { laneOf: byAccount, keyOf: byAccount };

export function batches(): Batches {
  return shared("batches", () => {
    const max = env().SEND_BATCH;
    const afterFailure = (error: unknown) => {
      noteFailure(error);
      return statementRefused(error) ?? "refuse";
    };
    const over = coalescing({ max, inFlight: env().SEND_BATCHES_IN_FLIGHT, afterFailure });
    const strangers = coalescing({ max, inFlight: 1, afterFailure });
    return {
      authorise: over((items: AuthoriseInput[]) => withSendPool((sql) => authorise(sql, items)), {
        laneOf: ({ tokenHash }) => tokenHash,
      }),
      authoriseStranger: strangers(
        (items: AuthoriseInput[]) => withSendPool((sql) => authorise(sql, items)),
        {
          laneOf: ({ address }) => address && subscriberOf(address),
        },
      ),
      reserve: over((items: Reservation[]) => withSendPool((sql) => reserve(sql, items)), charging),
      reserveOnSnapshot: over(
        (items: SnapshotReservation[]) => withSendPool((sql) => reserveOnSnapshot(sql, items)),
        charging,
      ),
      reserveKeyed: over(
        (items: KeyedReservation[]) => withSendPool((sql) => reserveKeyed(sql, items)),
        charging,
      ),
      settle: over((items: Settlement[]) => withSendPool((sql) => settle(sql, items)), { laneOf: byAccount }),
      openAttempt: over((items: NextAttempt[]) => withSendPool((sql) => openAttempts(sql, items)), {
        laneOf: byAccount,
      }),
      noteIntermediate: over((items: IntermediateReport[]) =>
        withSendPool((sql) => noteIntermediate(sql, items)),
      ),
      report: over((items: ReportEntry[]) => withSendPool((sql) => report(sql, items))),
      findByRef: over((items: ProviderRef[]) => withSendPool((sql) => findByRefs(sql, items))),
      findParts: over((items: ProviderRef[][]) => withSendPool((sql) => findParts(sql, items))),
      identify: over((ids: number[]) => withSendPool((sql) => identify(sql, ids))),
    };
  });
}
