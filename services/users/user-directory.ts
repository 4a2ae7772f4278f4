import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  countDirectory,
  type DirectoryFilter,
  type DirectoryRow,
  selectDirectory,
} from "#db/queries/users/user-directory.ts";
import { database } from "#runtime/database/pools.ts";

export type DirectoryUser = DirectoryRow;

/** Everybody who signs in, newest first, by pages. A cursor is the id of the row that it begins behind. */
export async function listDirectory(
  actor: Actor,
  {
    size,
    after,
    before,
    ...filter
  }: DirectoryFilter & { size: number; after?: string | undefined; before?: string | undefined },
): Promise<{
  users: DirectoryUser[];
  pages: { before: string | null; after: string | null };
  count: number;
}> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const behind = idOf(after);
  const ahead = behind === undefined ? idOf(before) : undefined;
  const [found, count] = await Promise.all([
    // One more than is shown tells whether there is a further page.
    selectDirectory(database(), filter, { after: behind, before: ahead, limit: size + 1 }),
    countDirectory(database(), filter),
  ]);
  const isBack = ahead !== undefined;
  const more = found.length > size;
  const users = isBack ? found.slice(-size) : found.slice(0, size);
  const [first, last] = [users[0], users.at(-1)];
  return {
    users,
    pages: {
      before: first && (isBack ? more : behind !== undefined) ? String(first.id) : null,
      after: last && (isBack || more) ? String(last.id) : null,
    },
    count,
  };
}

function idOf(cursor: string | undefined): number | undefined {
  return cursor !== undefined && /^[1-9]\d{0,8}$/.test(cursor) ? Number(cursor) : undefined;
}
