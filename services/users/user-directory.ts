import { canRead, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { id } from "#core/input/id.ts";
import { Refused } from "#core/input/refusal.ts";
import { boundsOf, type Page, type PageAsked, pageOf } from "#core/table/id-pages.ts";
import {
  countDirectory,
  type DirectoryFilter,
  type DirectoryRow,
  selectDirectory,
} from "#db/queries/users/user-directory.ts";
import { database } from "#runtime/database/pools.ts";

export type DirectoryUser = DirectoryRow;

/** All users, or those of an account, newest first, by pages. */
export async function listDirectory(
  actor: Actor,
  { size, after, before, ...filter }: DirectoryFilter & PageAsked,
): Promise<{ users: DirectoryUser[]; pages: Page<DirectoryUser>["pages"]; count: number }> {
  if (filter.accountId === undefined ? !canReadAll(actor) : !canRead(actor, filter.accountId))
    throw new Refused("not_allowed");
  const bounds = boundsOf({ size, after, before }, id);
  const [found, count] = await Promise.all([
    selectDirectory(database(), filter, bounds),
    countDirectory(database(), filter),
  ]);
  const { rows, pages } = pageOf(found, bounds);
  return { users: rows, pages, count };
}
