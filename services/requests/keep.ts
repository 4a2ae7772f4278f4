import { charsetOf } from "#core/drf/media-type.ts";
import { parsePhone } from "#core/phone/phone.ts";
import {
  ACCEPTED_RATE,
  type Bucket,
  fullBucket,
  type Rate,
  REFUSED_RATE,
  takes,
} from "#core/requests/kept-share.ts";
import { type MaskedBody, maskedAnswer, maskedBody, maskedPath } from "#core/requests/masked-request.ts";
import { faultOf } from "#core/requests/request-error.ts";
import { type ApiRequestRow, insertApiRequests } from "#db/queries/requests/api-requests.ts";
import { isUnavailable } from "#runtime/database/errors.ts";
import { deskPool } from "#runtime/database/pools.ts";
import { hmac } from "#runtime/keys.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { shared } from "#runtime/shared.ts";
import { knownCountries } from "#services/sending/countries.ts";

const FLUSH_MS = 1_000;
/** Rows that wait to be written, about a kilobyte each. Further ones are dropped. */
const QUEUE_ROWS = 500;

interface Buckets {
  accepted: Bucket;
  refused: Bucket;
}

interface State {
  queue: ApiRequestRow[];
  /** By account. */
  buckets: Map<number, Buckets>;
  /** Counted here, because a metric costs more than the decision to leave a request out. */
  leftOut: number;
  writing: Promise<void> | undefined;
  timer: NodeJS.Timeout | undefined;
}

const state = () =>
  shared<State>("request-log", () => ({
    queue: [],
    buckets: new Map(),
    leftOut: 0,
    writing: undefined,
    timer: undefined,
  }));

/** An answered request. */
export interface Answered {
  request: {
    id: string | null;
    method: string;
    url: string;
    from: { address: string | null };
    header(name: string): string | null;
  };
  bytes: Uint8Array | null;
  answer: { status: number; text: string };
  ms: number;
}

/**
 * Keeps a request for its account's request log, or leaves it out where the account's rate is exceeded. Nothing waits
 * for it: rows are written together, about once a second.
 */
export function keepRequest(holder: { accountId: number; tokenId: number }, answered: Answered): void {
  const now = state();
  if (answered.request.id === null) return;
  try {
    if (!isWanted(now, holder.accountId, answered.answer.status)) now.leftOut++;
    else if (now.queue.length < QUEUE_ROWS) now.queue.push(rowOf(holder, answered.request.id, answered));
    else metrics().requestLog.inc({ result: "dropped" });
  } catch (error) {
    // The request has been answered, whatever becomes of its row.
    log().error({ req: answered.request.id, err: error }, "a request could not be kept");
  }
  now.timer ??= setTimeout(() => void flushRequests(), FLUSH_MS).unref();
}

function isWanted(now: State, accountId: number, status: number): boolean {
  const at = performance.now();
  let buckets = now.buckets.get(accountId);
  if (!buckets) {
    buckets = { accepted: fullBucket(ACCEPTED_RATE, at), refused: fullBucket(REFUSED_RATE, at) };
    now.buckets.set(accountId, buckets);
  }
  const [bucket, rate]: [Bucket, Rate] =
    status < 400 ? [buckets.accepted, ACCEPTED_RATE] : [buckets.refused, REFUSED_RATE];
  return takes(bucket, rate, at);
}

function rowOf(
  { accountId, tokenId }: { accountId: number; tokenId: number },
  id: string,
  { request, bytes, answer, ms }: Answered,
): ApiRequestRow {
  const body: Record<string, unknown> = JSON.parse(answer.text);
  const asked = bodyOf(request, bytes);
  return {
    id,
    accountId,
    tokenId,
    method: request.method.slice(0, 16),
    path: maskedPath(request.url),
    status: answer.status,
    durationMs: Math.round(ms),
    address: request.from.address,
    ...faultOf(answer.status, body),
    messageId: typeof body.id === "number" ? body.id : null,
    numberHash: asked.number === null ? null : numberHashOf(asked.number),
    body: asked.text,
    answer: maskedAnswer(body),
  };
}

function bodyOf(request: Answered["request"], bytes: Uint8Array | null): MaskedBody {
  if (!bytes) return { text: "", number: null };
  const countries = knownCountries();
  return maskedBody(bytes, charsetOf(request.header("content-type") ?? ""), (gsm) =>
    parsePhone(gsm, countries),
  );
}

/** By this a number is found again, without being kept. */
export function numberHashOf(number: string): Buffer {
  return hmac("request-number", number);
}

/** Writes what waits. Called by its own timer, and once more when the process stops. */
export async function flushRequests(): Promise<void> {
  const now = state();
  clearTimeout(now.timer);
  now.timer = undefined;
  metrics().requestLog.inc({ result: "left_out" }, now.leftOut);
  now.leftOut = 0;
  // What comes while a statement runs waits for the next one.
  while (now.writing) await now.writing;
  const rows = now.queue.splice(0);
  if (rows.length === 0) return;
  now.writing = write(now, rows).finally(() => {
    now.writing = undefined;
  });
  await now.writing;
}

async function write(now: State, rows: ApiRequestRow[]): Promise<void> {
  try {
    await insertApiRequests(deskPool(), rows);
    metrics().requestLog.inc({ result: "written" }, rows.length);
  } catch (error) {
    // What happened while the database was away is worth knowing, as far as there is room for it.
    const room = isUnavailable(error) ? Math.max(0, QUEUE_ROWS - now.queue.length) : 0;
    now.queue.unshift(...rows.slice(rows.length - Math.min(room, rows.length)));
    const dropped = Math.max(0, rows.length - room);
    metrics().requestLog.inc({ result: "dropped" }, dropped);
    log().warn({ err: error, dropped }, "the request log could not be written");
    if (now.queue.length > 0) now.timer ??= setTimeout(() => void flushRequests(), FLUSH_MS).unref();
  }
}
