"use server";

import { endViewing } from "#services/access/viewing.ts";
import { requireAdmin } from "./guards.ts";
import { dropViewing } from "./session.ts";

/**
 * Returns to the admin's own pages.
 * @returns their path.
 */
export async function leaveViewing(): Promise<string> {
  const { actor } = await requireAdmin();
  const accountId = await endViewing(actor, await dropViewing());
  return accountId === null ? "/admin" : `/admin/accounts/${accountId}`;
}
