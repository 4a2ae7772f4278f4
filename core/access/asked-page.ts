import type { UserActor } from "./actor.ts";

/** Longer addresses are no page's of ours. */
export const ASKED_LENGTH = 1_000;

/** A path of our own pages' letters, and after a `?` what `URLSearchParams` writes. No other host fits into it. */
const OWN = /^\/(?:[\w-]+(?:\/[\w-]+)*)?(?:\?[\w.*+%&=-]*)?$/;
/** Where somebody signs in, and what is no page. */
const NEVER = /^\/(?:sign-in|two-factor|invite|api|logo)(?![\w-])/;
const ADMINS = /^\/admin(?![\w-])/;

/** A page of this dashboard by its path and query; null for whatever else a stranger's link may hold. */
export function ownPage(asked: unknown): string | null {
  if (typeof asked !== "string" || asked.length > ASKED_LENGTH) return null;
  return OWN.test(asked) && !NEVER.test(asked) ? asked : null;
}

/** Where somebody goes on to once they may enter: the page that was asked for, else their overview. */
export function landingPage(asked: unknown, role: UserActor["role"]): string {
  const page = ownPage(asked);
  return page === null || (role !== "admin" && ADMINS.test(page)) ? "/" : page;
}

/** The address of a step before the dashboard, which goes on to the page that was asked for. */
export function stepAddress(step: "/sign-in" | "/sign-in/code" | "/two-factor", asked: unknown): string {
  const page = ownPage(asked);
  // The overview is where one comes to anyway.
  return page === null || page === "/" ? step : `${step}?next=${encodeURIComponent(page)}`;
}
