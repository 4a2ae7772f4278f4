import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Delivery, Outcome } from "#providers/provider.ts";
import { newTrace, type WireEntry } from "#providers/trace.ts";
import { seal, unseal } from "#runtime/keys.ts";
import { shared } from "#runtime/shared.ts";

/**
 * What a process says before it hands a delivery over: the owner decides on it whether it takes the delivery, which
 * follows only then. All of it is sealed, so that no third party reads, changes or repeats it.
 */
export interface Permit {
  /** The mark of the process that is to take it, and no other. */
  to: string;
  providerId: number;
  /** The provider's row as the sender knows it. */
  revision: string;
  /** How much of the delivery's time has passed, in milliseconds. */
  spentMs: number;
}

const permit = z.object({
  to: z.string(),
  providerId: z.int(),
  revision: z.string(),
  spentMs: z.number().min(0),
  at: z.number(),
  nonce: z.string().length(24),
});

/** A permit is valid for so long, by clocks that may differ by as much. */
const VALID_MS = 60_000;

/** @returns the permit for the request's header, and the name by which delivery and outcome belong to it. */
export function sealPermit(given: Permit): { header: string; nonce: string } {
  const nonce = randomBytes(18).toString("base64url");
  const text = JSON.stringify({ ...given, at: Date.now(), nonce });
  return { header: seal("hand-over", text, "permit").toString("base64url"), nonce };
}

/** @returns null if it is not genuine, is for another process, has expired, or was used before. */
export function openPermit(header: string, to: string): (Permit & { nonce: string }) | null {
  try {
    const opened = permit.parse(JSON.parse(unseal("hand-over", Buffer.from(header, "base64url"), "permit")));
    const isValid = opened.to === to && Math.abs(Date.now() - opened.at) <= VALID_MS;
    return isValid && isFirstUse(opened.nonce) ? opened : null;
  } catch {
    return null;
  }
}

/** Those used are remembered in two generations, for twice as long as a permit is valid at least. */
function isFirstUse(nonce: string): boolean {
  const used = shared("binds.nonces", () => ({
    since: Date.now(),
    young: new Set<string>(),
    old: new Set(),
  }));
  if (Math.abs(Date.now() - used.since) > 2 * VALID_MS) {
    Object.assign(used, { since: Date.now(), young: new Set(), old: used.young });
  }
  if (used.young.has(nonce) || used.old.has(nonce)) return false;
  used.young.add(nonce);
  return true;
}

export function sealDelivery({ reference, expiresAt, trace, ...fields }: Delivery, nonce: string): Buffer {
  const references = { text: reference("text"), digits: reference("digits") };
  // The clock that it is given in is this process's own. JSON has no infinity.
  const left = expiresAt - performance.now();
  const lifeMs = Number.isFinite(left) ? left : null;
  return seal(
    "hand-over",
    JSON.stringify({ fields, references, lifeMs, isTraced: trace !== undefined }),
    `delivery ${nonce}`,
  );
}

/** @throws if it was not sealed for this permit. */
export function openDelivery(
  sealed: Uint8Array,
  nonce: string,
): Delivery & { trace?: ReturnType<typeof newTrace> } {
  const { fields, references, lifeMs, isTraced } = JSON.parse(
    unseal("hand-over", sealed, `delivery ${nonce}`),
  ) as {
    fields: Omit<Delivery, "reference" | "expiresAt" | "trace">;
    references: Record<"text" | "digits", string>;
    lifeMs: number | null;
    isTraced: boolean;
  };
  const expiresAt = lifeMs === null ? Number.POSITIVE_INFINITY : performance.now() + lifeMs;
  const trace = isTraced ? newTrace() : undefined;
  return { ...fields, expiresAt, reference: (form) => references[form], ...(trace ? { trace } : {}) };
}

/** An outcome, with what went over the wire if the delivery asked for it. */
export interface SealedOutcome {
  outcome: Outcome;
  entries: WireEntry[];
}

export function sealOutcome(sealed: SealedOutcome, nonce: string): Buffer {
  return seal("hand-over", JSON.stringify(sealed), `outcome ${nonce}`);
}

/** @throws if it was not sealed for this permit. */
export function openOutcome(sealed: Uint8Array, nonce: string): SealedOutcome {
  return JSON.parse(unseal("hand-over", sealed, `outcome ${nonce}`)) as SealedOutcome;
}
