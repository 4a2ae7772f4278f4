"use server";

import { revalidatePath } from "next/cache";
import type { Grace, Lifetime } from "#components/tokens/token-view.ts";
import type { TokenScope } from "#core/customer/token-scope.ts";
import * as tokens from "#services/customers/tokens.ts";
import { type ActionResult, act } from "../../action.ts";
import { anyOf, textOf } from "../../any-of.ts";
import { requireDeveloper } from "../../guards.ts";

const DAY_MS = 86_400_000;

/** Computed from the server's clock. An invalid lifetime becomes an invalid date, which the schema refuses. */
function endOf(lifetime: Lifetime): Date | null {
  return lifetime === "never" ? null : new Date(Date.now() + Number(textOf(lifetime) || Number.NaN) * DAY_MS);
}

/** Runs a change and refreshes the list. Only the token itself is returned to the page. */
async function changing(work: () => Promise<{ token: string }>): Promise<ActionResult<{ token: string }>> {
  const result = await act(async () => ({ token: (await work()).token }));
  revalidatePath("/tokens");
  return result;
}

export async function createToken(name: string, lifetime: Lifetime, scope: TokenScope, key: string) {
  const { actor, accountId } = await requireDeveloper();
  return changing(() =>
    tokens.createToken(actor, { ...anyOf(scope), accountId, name, expiresAt: endOf(lifetime), key }),
  );
}

export async function rotateToken(id: number, grace: Grace, lifetime: Lifetime, key: string) {
  const { actor } = await requireDeveloper();
  return changing(() => tokens.rotateToken(actor, { id, grace, expiresAt: endOf(lifetime), key }));
}

export async function revealToken(id: number, password: string) {
  const { actor } = await requireDeveloper();
  return act(() => tokens.revealToken(actor, { id, password }));
}

export async function changeTokenScope(id: number, scope: TokenScope): Promise<ActionResult> {
  const { actor } = await requireDeveloper();
  const result = await act(async () => void (await tokens.changeTokenScope(actor, { ...anyOf(scope), id })));
  revalidatePath("/tokens");
  return result;
}

export async function revokeToken(id: number): Promise<ActionResult> {
  const { actor } = await requireDeveloper();
  const result = await act(async () => void (await tokens.revokeToken(actor, { id })));
  revalidatePath("/tokens");
  return result;
}
