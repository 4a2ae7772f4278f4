import { noAnswer } from "#core/message/timeline.ts";
import type { Delivery, Outcome } from "#providers/provider.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { refHashOf } from "#services/reports/ref-hash.ts";
import { acceptReport } from "#services/reports/report-intake.ts";
import { mask } from "./masking.ts";
import type { ActiveProvider } from "./provider-chain.ts";
import { isReady } from "./provider-states.ts";

export interface Delivered {
  outcome: Outcome["kind"];
  providerId: number;
  providerName: string;
  ref: string | null;
  /** With code and text masked, at most 500 characters: safe to store and show. */
  response: string;
  /** The providers that definitely refused before this one, with their masked answers. */
  refusedBy: { providerId: number; response: string }[];
  /** The ids by which delivery reports will name the message or a part of it, if they do not use our id. */
  refs: { refHash: Buffer; part: number; parts: number }[];
}

/** One for each key by which a report may name a part; empty if reports use our id, or there are none. */
function refsOf({ id, provider }: ActiveProvider, { ref, reportKeys }: Outcome): Delivered["refs"] {
  const byOwnId = provider.callbacks?.id === "provider_id" && ref !== undefined;
  const keys = reportKeys ?? (byOwnId ? [[ref]] : []);
  return keys.flatMap((each, index) =>
    each.map((key) => ({ refHash: refHashOf(id, key), part: index + 1, parts: keys.length })),
  );
}

/**
 * Tries the providers in turn; the next one only after a definite rejection that need not apply to it.
 * @throws if there is no provider.
 */
export async function deliver(providers: readonly ActiveProvider[], delivery: Delivery): Promise<Delivered> {
  const refusedBy: Delivered["refusedBy"] = [];
  for (const [index, active] of providers.entries()) {
    if (index < providers.length - 1 && !isReady(active)) continue;
    const outcome = await attempt(active, delivery);
    const response = mask(outcome.response, delivery);
    if (outcome.unrecognised) {
      metrics().unrecognised.inc({ provider: active.name });
      log().warn(
        { provider: active.name, message: delivery.messageId, response },
        "a provider's answer is not recognised",
      );
    }
    const isFinal = outcome.scope === "recipient" || outcome.scope === "text";
    if (outcome.kind === "rejected" && !isFinal && index < providers.length - 1) {
      refusedBy.push({ providerId: active.id, response });
      continue;
    }
    metrics().sends.inc({ outcome: outcome.kind, provider: active.name });
    return {
      outcome: outcome.kind,
      providerId: active.id,
      providerName: active.name,
      ref: outcome.ref === undefined ? null : mask(outcome.ref, delivery),
      response,
      refusedBy,
      refs: refsOf(active, outcome),
    };
  }
  throw new Error("no provider");
}

/** Hands a message to a provider, unless its breaker is open. */
async function attempt(active: ActiveProvider, delivery: Delivery): Promise<Outcome> {
  if (!active.breaker) return handOver(active, delivery);
  const outcome = await active.breaker.run(() => handOver(active, delivery));
  return outcome ?? { kind: "rejected", scope: "not_taken", response: "Not sent (the breaker is open)" };
}

async function handOver(active: ActiveProvider, delivery: Delivery): Promise<Outcome> {
  try {
    return await active.provider.deliver(delivery, ({ messageId, kind, response }) => {
      void acceptReport({
        messageId,
        status: kind,
        response: mask(response, delivery),
        providerId: active.id,
      });
    });
  } catch (error) {
    // An adapter must not throw; it may have sent the message before it did.
    log().error({ err: error, provider: active.name, message: delivery.messageId }, "a provider threw");
    return { kind: "unknown", response: noAnswer("(internal error)") };
  }
}
