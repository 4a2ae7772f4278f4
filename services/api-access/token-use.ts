import { deskPool } from "#runtime/database/pools.ts";
import { log } from "#runtime/log.ts";
import { shared } from "#runtime/shared.ts";

const FLUSH_MS = 5_000;

const state = () =>
  shared("token-use", () => ({ used: new Set<number>(), timer: undefined as NodeJS.Timeout | undefined }));

/** Notes that a token was used just now. Its row is written at most once a minute, however many processes run. */
export function noteTokenUse(tokenId: number): void {
  const now = state();
  now.used.add(tokenId);
  now.timer ??= setTimeout(() => void flushTokenUse(), FLUSH_MS).unref();
}

/** Writes the last uses. Called by its own timer, and once more when the process stops. */
export async function flushTokenUse(): Promise<void> {
  const now = state();
  clearTimeout(now.timer);
  now.timer = undefined;
  const ids = [...now.used].sort((a, b) => a - b);
  now.used.clear();
  if (ids.length === 0) return;
  try {
    await deskPool()`
      update api_tokens set last_used_at = now()
      where id in (
        select id from api_tokens
        where id = any(${ids}::int[]) and (last_used_at is null or last_used_at < now() - interval '1 minute')
        order by id for no key update
      )`;
  } catch (error) {
    log().warn({ err: error }, "last uses of tokens could not be written");
  }
}
