import type { Actor } from "#core/access/actor.ts";
import { NEARLY_USED_UP, RENEWAL_DAYS } from "#core/customer/subscription.ts";
import type { CarrierAlarm } from "#core/gateway/carrier-alarms.ts";
import { type Notice, type NoticeKind, subjectOf } from "#core/notice/notice.ts";
import { judge, type PresentState } from "#core/notice/occurrence.ts";
import { selectShortOfCredit } from "#db/queries/customers/attention.ts";
import { readClock } from "#db/queries/gateway/clock.ts";
import {
  deleteNoticeState,
  lockNoticeStates,
  putNoticeState,
  selectNoticeStates,
  selectTokensInDoubt,
} from "#db/queries/notices/notice-states.ts";
import type { Audience } from "#db/queries/notices/notices.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { transaction } from "#runtime/database/transaction.ts";
import { SHORT_OF_CREDIT } from "#services/figures/attention.ts";
import { notify } from "#services/notices/write.ts";
import { carrierAlarms } from "#services/providers/carriers.ts";

const actor: Actor = { kind: "system", name: "notices" };

const MINUTE_MS = 60_000;
/** As in docs/prometheus-rules.yml: what passes sooner needs nobody. */
const HOLD_MS = { carrier_down: 2 * MINUTE_MS, share_low: 15 * MINUTE_MS };

/** A token that expires within so many days needs a successor. */
const EXPIRY_DAYS = 7;
/** A token that nobody has used for so long is better revoked. */
const UNUSED_DAYS = 90;

const DAY_MS = 86_400_000;

/** A state that somebody should be told of, and what they are told. */
interface Watched extends PresentState {
  kind: NoticeKind;
  notice: Notice;
  audiences: Audience[];
}

/**
 * Looks at all that comes and goes (credit, subscriptions, carriers, tokens), and tells people what is news. What was
 * told is remembered in the same transaction, so that nothing is told twice, whatever fails.
 * @returns how many states were told.
 */
export async function noticeStates(): Promise<number> {
  // On connections of their own: inside the transaction they might wait for the one that it holds.
  const carriers = await carrierStates();
  return transaction(async (tx) => {
    await lockNoticeStates(tx);
    const now = await readClock(tx);
    const present = [...(await creditStates(tx, now)), ...carriers, ...(await tokenStates(tx, now))];
    const { tell, keep, forget } = judge(present, await selectNoticeStates(tx), now);
    for (const { notice, audiences } of tell) {
      for (const audience of audiences) await notify(tx, notice, audience);
    }
    for (const state of forget) await deleteNoticeState(tx, state);
    for (const state of keep) await putNoticeState(tx, state);
    return tell.length;
  });
}

function watched(notice: Notice, audiences: Audience[], { level = 1, holdMs = 0 } = {}): Watched {
  return { kind: notice.kind, subject: subjectOf(notice), level, holdMs, notice, audiences };
}

/** By the rules of the overview and of renewals: little credit left or none, and an end that is near or was lately. */
async function creditStates(tx: Executor, now: Date): Promise<Watched[]> {
  const { rows } = await selectShortOfCredit(tx, { ...SHORT_OF_CREDIT, limit: null });
  return rows.flatMap((row) => {
    const { accountId, quota, used, endsAt, subscriptionId, plan } = row;
    const { name: account, arabicName: arabicAccount } = row.accountName;
    const audiences: Audience[] = ["admins", { accountId }];
    const found: Watched[] = [];
    if (quota > 0 && used >= quota * NEARLY_USED_UP) {
      const notice = (remaining: number): Notice => ({
        kind: "credit_low",
        details: { accountId, account, arabicAccount, remaining, quota },
      });
      found.push(watched(notice(quota - used), audiences));
      if (used >= quota) found.push(watched(notice(0), audiences, { level: 2 }));
    }
    if (endsAt && subscriptionId !== null && endsAt.getTime() - now.getTime() < RENEWAL_DAYS * DAY_MS) {
      const ended = endsAt <= now;
      const notice: Notice = {
        kind: "subscription_ending",
        details: {
          accountId,
          account,
          arabicAccount,
          subscriptionId,
          plan: plan ?? "",
          endsAt: endsAt.toISOString(),
          ended,
        },
      };
      found.push(watched(notice, audiences));
      if (ended) found.push(watched(notice, audiences, { level: 2 }));
    }
    return found;
  });
}

/** By the rules of the carriers' page. */
async function carrierStates(): Promise<Watched[]> {
  return (await carrierAlarms(actor)).flatMap((alarm) => {
    const notice = noticeOf(alarm);
    return notice ? [watched(notice, ["admins"], { holdMs: HOLD_MS[notice.kind] })] : [];
  });
}

function noticeOf({ kind, provider, detail }: CarrierAlarm) {
  if (kind === "down" || kind === "bind_refused") {
    return { kind: "carrier_down", details: { provider, detail } } satisfies Notice;
  }
  if (kind === "no_reports") {
    return { kind: "share_low", details: { provider, share: null, before: null } } satisfies Notice;
  }
  if (kind !== "share_low") return null;
  const [share = null, before = null] = (detail?.match(/\d+/g) ?? []).map(Number);
  return { kind: "share_low", details: { provider, share, before } } satisfies Notice;
}

async function tokenStates(tx: Executor, now: Date): Promise<Watched[]> {
  const tokens = await selectTokensInDoubt(tx, { expiryDays: EXPIRY_DAYS, unusedDays: UNUSED_DAYS });
  return tokens.flatMap(({ id: tokenId, accountId, name: token, expiresAt, usedAt }) => {
    const audiences = [{ accountId }];
    const found: Watched[] = [];
    if (expiresAt && Math.abs(expiresAt.getTime() - now.getTime()) <= EXPIRY_DAYS * DAY_MS) {
      const expired = expiresAt <= now;
      const details = { tokenId, token, expiresAt: expiresAt.toISOString(), expired };
      found.push(watched({ kind: "token_expiring", details }, audiences));
      if (expired) found.push(watched({ kind: "token_expiring", details }, audiences, { level: 2 }));
    }
    if (!(expiresAt && expiresAt <= now) && now.getTime() - usedAt.getTime() > UNUSED_DAYS * DAY_MS) {
      const details = { tokenId, token, since: usedAt.toISOString() };
      found.push(watched({ kind: "token_unused", details }, audiences));
    }
    return found;
  });
}
