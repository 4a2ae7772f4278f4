import { routingVersion } from "#db/queries/authorise.ts";
import { againAfter, type DuePoll, takeDue } from "#db/queries/messages/status-polls.ts";
import type { StatusPoll } from "#providers/provider.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { shared } from "#runtime/shared.ts";
import { messageReference, messageReferenceDigits } from "#services/sending/message-reference.ts";
import { type ActiveProvider, reportingProviders } from "#services/sending/provider-chain.ts";
import { settleReports } from "./report-intake.ts";

/** How many messages are asked for at a time. */
const BATCH = 100;
/** How long a run goes on; the next one follows within a minute. */
const RUN_MS = 40_000;
/** Beyond the time-out of a question, after which a process that took it is taken for dead. */
const LEASE_MARGIN_MS = 60_000;

/** Asks the providers that do not report what became of their messages, of those that are due. */
export async function pollStatuses(signal?: AbortSignal): Promise<void> {
  const asked = (await reportingProviders(await withSendPool(routingVersion))).flatMap((active) =>
    active.provider.poll ? [{ ...active, poll: active.provider.poll }] : [],
  );
  const end = performance.now() + RUN_MS;
  await Promise.all(
    asked.map(async (active) => {
      for (let more = true; more && !signal?.aborted && performance.now() < end; ) {
        more = await pollBatch(active);
      }
    }),
  );
}

/** @returns whether there may be more. */
async function pollBatch({
  id,
  name,
  revision,
  provider,
  poll,
}: ActiveProvider & { poll: StatusPoll }): Promise<boolean> {
  const leaseMs = provider.timeoutMs + LEASE_MARGIN_MS;
  const due = await withSendPool((sql) => takeDue(sql, id, { limit: BATCH, leaseMs }));
  const answers = await Promise.all(due.map((message) => ask(poll, name, message)));
  const entries = due.map(({ messageId }, index) => {
    const answer = answers[index];
    if (answer?.kind === "open") noteOpen(name, revision, answer.said);
    return answer && answer.kind !== "open"
      ? { messageId, status: answer.kind, response: answer.word, providerId: id }
      : null;
  });
  const intake = await settleReports(entries);
  await withSendPool((sql) =>
    againAfter(
      sql,
      due.map(({ messageId, asked, createdAt }, index) => {
        const isSettled = entries[index] != null && intake[index] !== "early";
        return {
          messageId,
          waitMs: isSettled ? null : poll.waitMs(asked + 1, Date.now() - createdAt.getTime()),
        };
      }),
    ),
  );
  return due.length === BATCH;
}

/** So many kinds of answers are logged, of all providers together. */
const MOST_KINDS = 500;

/**
 * An answer without a final state is logged once for each kind: it may be the usual "pending", or a word that the
 * configuration should name.
 */
function noteOpen(provider: string, revision: string, said: string): void {
  const known = shared("polls.open-answers", () => new Set<string>());
  const key = `${revision} ${said}`;
  if (known.has(key) || known.size >= MOST_KINDS) return;
  known.add(key);
  log().info({ provider, said }, "a status request was answered with nothing final");
}

async function ask(
  poll: StatusPoll,
  name: string,
  { messageId: id, number, createdAt, providerRef }: DuePoll,
) {
  const message = { id, number, createdAt };
  try {
    return await poll.ask({
      number,
      providerId: providerRef,
      reference: (form) => (form === "text" ? messageReference(message) : messageReferenceDigits(message)),
    });
  } catch (error) {
    log().error(
      { err: error, provider: name, message: id },
      "a provider threw when it was asked for a status",
    );
    return null;
  }
}
