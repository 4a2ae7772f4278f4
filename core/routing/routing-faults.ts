import { choose } from "./choose.ts";
import { type LeftOutReason, leftOutTexts } from "./left-out.ts";
import type { Routing } from "./routing.ts";

/** A text that an account sends: one language of a template's version in use. */
export interface SentText {
  templateId: number;
  accountId: number;
  versionId: number;
  language: 0 | 1;
}

export interface OperatorPrefixes {
  name: string;
  prefixes: readonly string[];
}

/** A text that nobody would deliver to some numbers, however healthy the providers are. */
export interface Undeliverable extends SentText {
  /** Operators' names, with the prefixes in question if they are not all. */
  to: string[];
  reasons: LeftOutReason[];
}

/** Providers that routes name in vain. */
export interface RouteFaults {
  /** Routes by which nobody delivers. Their messages fail. */
  idle: string[];
  /** Names of providers that do not deliver, in routes that others serve. */
  partly: string[];
  /** Routes to providers that do not exist. */
  dangling: string[];
}

export function routeFaults({ byPrefix, byId, heldBackSandboxes }: Routing): RouteFaults {
  const faults: RouteFaults = { idle: [], partly: [], dangling: [] };
  for (const [prefix, { general, own }] of byPrefix) {
    for (const route of [...(general ? [general] : []), ...own.values()]) {
      const name = route.accountId === null ? prefix : `${prefix} of account ${route.accountId}`;
      const providers = route.providerIds.flatMap((id) => byId.get(id) ?? []);
      if (providers.length < route.providerIds.length) faults.dangling.push(name);
      const why = (id: number, { enabled, usable }: { enabled: boolean; usable: boolean }) =>
        heldBackSandboxes.has(id) ? "sandbox" : !enabled ? "switched_off" : usable ? null : "unusable";
      const idle = providers.flatMap((each) => {
        const reason = why(each.id, each);
        return reason ? [`${each.name} (${leftOutTexts[reason]})`] : [];
      });
      if (idle.length === providers.length) faults.idle.push(`${name}: ${idle.join(", ") || "no provider"}`);
      else if (idle.length > 0) faults.partly.push(`${name}: ${idle.join(", ")}`);
    }
  }
  return faults;
}

/**
 * The texts that nobody would deliver to operators' numbers. A number is taken for its prefix alone: routes for parts of a
 * prefix are a matter of `coverageOf`.
 * @param uncovered prefixes without any route, which are a fault of the routes and not of each text.
 */
export function undeliverable(
  routing: Routing,
  texts: readonly SentText[],
  operators: readonly OperatorPrefixes[],
  uncovered: readonly string[],
): Undeliverable[] {
  const without = new Set(uncovered);
  return texts.flatMap((text) => {
    const reasons = new Set<LeftOutReason>();
    const to = operators.flatMap(({ name, prefixes }) => {
      const missed = prefixes.filter((prefix) => {
        if (without.has(prefix)) return false;
        const { candidates, leftOut } = choose(routing, { ...text, number: prefix }, () => null);
        if (candidates.length > 0) return false;
        for (const { reason } of leftOut) reasons.add(reason);
        return true;
      });
      if (missed.length === 0) return [];
      return missed.length === prefixes.length ? [name] : [`${name} (${missed.join(", ")})`];
    });
    if (to.length === 0) return [];
    // That other providers have no route there is as it should be.
    if (reasons.size > 1) for (const plain of ["no_route", "sandbox"] as const) reasons.delete(plain);
    return [{ ...text, to, reasons: [...reasons] }];
  });
}
