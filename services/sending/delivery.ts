import { reasonOfRejection, type SettledReason } from "#core/message/reasons.ts";
import { noAnswer } from "#core/message/timeline.ts";
import type { AttemptRef, EndedAttempt } from "#db/ledger/attempts.ts";
import type { Delivery, Outcome } from "#providers/provider.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { acceptReport } from "#services/reports/report-intake.ts";
import type { ChosenProvider } from "./candidates.ts";
import { mask } from "./masking.ts";
import { type NextStep, openNext } from "./next-attempt.ts";
import type { ActiveProvider } from "./provider-chain.ts";
import { isReady } from "./provider-states.ts";

export interface Delivered {
  outcome: Outcome["kind"];
  /** Why it was rejected; null if it was not. */
  reason: SettledReason | null;
  providerId: number;
  providerName: string;
  ref: string | null;
  /** With code and text masked, at most 500 characters: safe to store and show. */
  response: string;
  /** The ids by which delivery reports will name the message or a part of it, if they do not use our id. */
  refs: AttemptRef[];
  /** All attempts in order, if there was more than one. */
  attempts: EndedAttempt[] | null;
  /** When the provider is asked what became of it; null if it is not. */
  pollAfterMs: number | null;
}

/**
 * Hands a message to one provider after another; to the next only after a definite rejection that need not apply to it,
 * when that is in the database, and within the message's life. Providers that are down are passed over.
 * @param open writes down that the next attempt begins; false if it may not.
 * @throws if there is no provider.
 */
export async function deliver(
  providers: readonly ChosenProvider[],
  delivery: Delivery,
  open: (step: NextStep) => Promise<boolean> = openNext,
): Promise<Delivered> {
  const ended: EndedAttempt[] = [];
  let index = Math.max(0, readyFrom(providers, 0));
  for (;;) {
    const active = providers[index];
    if (!active) throw new Error("no provider");
    const outcome = await attempt(active, delivery);
    const said = describe(active, outcome, delivery);
    const nextIndex = mayGoOn(outcome, delivery) ? readyFrom(providers, index + 1) : -1;
    const next = providers[nextIndex];
    // The usual send ends here, with its first attempt.
    if (!next && ended.length === 0) return finished(active, said, null);
    const closed = endedAttempt(ended.length + 1, active, outcome, said);
    ended.push(closed);
    if (!next) return finished(active, said, ended);
    let opened: boolean;
    try {
      opened = await open({ delivery, closed, refs: said.refs, providerId: next.id });
    } catch (error) {
      log().error(
        { err: error, provider: next.name, message: delivery.messageId },
        "an attempt could not be opened",
      );
      // It may be open in the database all the same.
      const unsent = describe(next, NOT_OPENED, delivery);
      return finished(next, unsent, [...ended, endedAttempt(ended.length + 1, next, NOT_OPENED, unsent)]);
    }
    if (!opened) return finished(active, said, ended.length > 1 ? ended : null);
    metrics().failovers.inc({ provider: active.name });
    index = nextIndex;
  }
}

const NOT_OPENED: Outcome = {
  kind: "rejected",
  scope: "not_taken",
  response: "Not sent (the attempt could not be written down)",
};

type Said = Pick<Delivered, "outcome" | "reason" | "response" | "ref" | "refs">;

/** An outcome as it may be stored. */
function describe(active: ActiveProvider, outcome: Outcome, delivery: Delivery): Said {
  const response = mask(outcome.response, delivery);
  if (outcome.unrecognised) noteUnrecognised(active, delivery, response);
  const ref = outcome.ref === undefined ? null : mask(outcome.ref, delivery);
  const reason = outcome.kind === "rejected" ? reasonOfRejection(outcome.scope) : null;
  return { outcome: outcome.kind, reason, response, ref, refs: refsOf(active, outcome) };
}

/** The index of the first provider that is ready, from an index on; -1 if there is none. */
function readyFrom(providers: readonly ActiveProvider[], from: number): number {
  for (let index = from; index < providers.length; index++) if (isReady(providers[index]!)) return index;
  return -1;
}

/** Whether another provider may be asked after this outcome. */
function mayGoOn({ kind, scope }: Outcome, { expiresAt }: Delivery): boolean {
  if (kind !== "rejected" || scope === "recipient" || scope === "text") return false;
  return performance.now() < expiresAt;
}

function finished(active: ActiveProvider, said: Said, attempts: EndedAttempt[] | null): Delivered {
  const { id, name } = active;
  metrics().sends.inc({ outcome: said.outcome, provider: name });
  return { ...said, providerId: id, providerName: name, attempts, pollAfterMs: pollAfterMs(active, said) };
}

function pollAfterMs({ provider: { poll } }: ActiveProvider, { outcome, ref }: Said): number | null {
  if (!poll || outcome === "rejected" || !poll.canAsk({ providerId: ref })) return null;
  return poll.waitMs(0, 0);
}

function endedAttempt(
  ordinal: number,
  { id }: ActiveProvider,
  { kind, scope }: Outcome,
  { response, ref }: Said,
): EndedAttempt {
  const reason = kind === "rejected" ? (scope ?? "provider") : null;
  return { ordinal, providerId: id, state: kind, reason, response, ref };
}

function noteUnrecognised({ name }: ActiveProvider, { messageId }: Delivery, response: string): void {
  metrics().unrecognised.inc({ provider: name });
  log().warn({ provider: name, message: messageId, response }, "a provider's answer is not recognised");
}

/** One for each key by which a report may name a part; empty if reports use our id, or there are none. */
function refsOf({ id, provider }: ActiveProvider, { ref, reportKeys }: Outcome): AttemptRef[] {
  const byOwnId = provider.callbacks?.id === "provider_id" && ref !== undefined;
  const keys = reportKeys ?? (byOwnId ? [[ref]] : []);
  return keys.flatMap((each, index) =>
    each.map((key) => ({ refHash: refHashOf(id, key), part: index + 1, parts: keys.length })),
  );
}

/** Hands a message to a provider, unless its breaker is open. */
async function attempt(active: ChosenProvider, delivery: Delivery): Promise<Outcome> {
  if (!active.breaker) return handOver(active, delivery);
  const outcome = await active.breaker.run(() => handOver(active, delivery));
  return outcome ?? { kind: "rejected", scope: "not_taken", response: "Not sent (the breaker is open)" };
}

async function handOver(active: ChosenProvider, delivery: Delivery): Promise<Outcome> {
  try {
    const { sender, acceptance } = active;
    return await active.provider.deliver(
      { ...delivery, sender, acceptance },
      ({ messageId, kind, response }) => {
        void acceptReport({
          messageId,
          status: kind,
          response: mask(response, delivery),
          providerId: active.id,
        });
      },
    );
  } catch (error) {
    // An adapter must not throw; it may have sent the message before it did.
    log().error({ err: error, provider: active.name, message: delivery.messageId }, "a provider threw");
    return { kind: "unknown", response: noAnswer("(internal error)") };
  }
}
