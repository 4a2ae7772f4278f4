import type { Delivery, Outcome, Provider, Report } from "#providers/provider.ts";
import { processMark } from "#runtime/database/connection.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { openDelivery, openPermit, sealOutcome } from "#services/binds/sealed-delivery.ts";
import { lateKeys } from "#services/reports/connection-reports.ts";
import { acceptReport } from "#services/reports/report-intake.ts";
import { mask } from "./masking.ts";
import { type ActiveProvider, activeProvider } from "./provider-chain.ts";

/** A delivery that this process will take: it has a session for it. */
export interface Taking {
  /**
   * @param sealed the delivery, as the other process sealed it.
   * @returns its outcome, sealed for that process. @throws if it was not sealed for this permit.
   */
  deliver(
    sealed: Uint8Array,
  ): Promise<{ outcome: Uint8Array /** Call it if the outcome could not be returned. */; onLost(): void }>;
}

/**
 * Decides on the delivery of another process by its permit.
 * @returns null if the permit is not genuine or not for this process, or if there is no session to send by.
 */
export async function takeHandedOver(header: string): Promise<Taking | null> {
  const permit = openPermit(header, processMark());
  if (!permit) return null;
  const active = await activeProvider(permit.providerId, permit.revision);
  const handedOver = active?.provider.handedOver;
  if (!active || !handedOver?.isReady()) return null;
  const began = performance.now();
  return {
    async deliver(sealed) {
      const delivery = openDelivery(sealed, permit.nonce);
      metrics().handOvers.inc({ provider: active.name, direction: "in" });
      const spentMs = permit.spentMs + performance.now() - began;
      const outcome = await attempt(active, handedOver, delivery, spentMs);
      const entries = delivery.trace?.entries ?? [];
      return {
        outcome: sealOutcome({ outcome, entries }, permit.nonce),
        onLost: () => keep(active, delivery, outcome),
      };
    },
  };
}

async function attempt(
  active: ActiveProvider,
  handedOver: NonNullable<Provider["handedOver"]>,
  delivery: Delivery,
  spentMs: number,
): Promise<Outcome> {
  const onReport = (report: Report) => accept(active, delivery, report.kind, report.response);
  try {
    return await handedOver.deliver(delivery, onReport, spentMs);
  } catch (error) {
    log().error({ err: error, provider: active.name, message: delivery.messageId }, "a provider threw");
    return { kind: "unknown", response: "" };
  }
}

/** What the other process does not hear is kept as if it came late: by now the message is unknown to it. */
function keep(active: ActiveProvider, delivery: Delivery, outcome: Outcome): void {
  const { kind, response, reportKeys = [] } = outcome;
  if (kind === "rejected") accept(active, delivery, "failed", response);
  for (const [index, keys] of reportKeys.entries()) {
    if (keys.length === 0) continue;
    lateKeys(active.id)({
      messageId: delivery.messageId,
      part: index + 1,
      parts: reportKeys.length,
      keys,
    });
  }
}

function accept(active: ActiveProvider, delivery: Delivery, status: Report["kind"], response: string): void {
  const { messageId } = delivery;
  void acceptReport({ messageId, status, response: mask(response, delivery), providerId: active.id });
}
