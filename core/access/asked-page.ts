import type { UserActor } from "./actor.ts";
import { isOperatorRole } from "./role.ts";

/** Longer paths cannot be pages of the dashboard. */
export const ASKED_LENGTH = 1_000;

/**
 * The characters of the dashboard's own paths, then optionally `?` and what `URLSearchParams` writes. It cannot express
 * another host.
 */
const DASHBOARD_PATH = /^\/(?:[\w-]+(?:\/[\w-]+)*)?(?:\?[\w.*+%&=-]*)?$/;
/** The sign-in pages, and routes that are not pages. */
const NOT_A_PAGE = /^\/(?:sign-in|two-factor|invite|api|logo)(?![\w-])/;
const ADMIN_PATH = /^\/admin(?![\w-])/;

/**
 * Returns the path and query if they name a page of this dashboard; null for anything else a forged link may contain.
 */
export function ownPage(asked: unknown): string | null {
  if (typeof asked !== "string" || asked.length > ASKED_LENGTH) return null;
  return DASHBOARD_PATH.test(asked) && !NOT_A_PAGE.test(asked) ? asked : null;
}

/** Tells a page why it is shown in place of the one that was asked for. */
export const TURNED_AWAY_PARAM = "instead-of";

/** The page is one of the operator's, or a form of somebody who may only read. */
const WHYS = ["operators", "form"] as const;
type WhyTurnedAway = (typeof WHYS)[number];

export function isWhyTurnedAway(text: string): text is WhyTurnedAway {
  return (WHYS as readonly string[]).includes(text);
}

/** The address of a page to which somebody is redirected from one that they may not see. */
export function turnedAwayTo(page: string, why: WhyTurnedAway): string {
  return `${page}?${TURNED_AWAY_PARAM}=${why}`;
}

/** Where a person goes after signing in: the page originally asked for, else their overview. */
export function landingPage(asked: unknown, role: UserActor["role"]): string {
  const page = ownPage(asked);
  if (page === null) return "/";
  return !isOperatorRole(role) && ADMIN_PATH.test(page) ? turnedAwayTo("/", "operators") : page;
}

/** Pages that the operator's side has too, under the same name. */
const ON_BOTH_SIDES = /^\/(?:messages|notices|profile)(?=\?|$)/;

/**
 * Where one of the operator's people goes who asks for a page of the developers' side, such as by a customer's link to a
 * message: to the same on their own side if there is one, else to their overview.
 */
export function operatorsPage(asked: unknown): string {
  const page = ownPage(asked);
  return page !== null && ON_BOTH_SIDES.test(page) ? `/admin${page}` : "/admin";
}

/**
 * The address of a step before the dashboard (such as the second factor) that continues to the page originally asked
 * for.
 */
export function stepAddress(step: "/sign-in" | "/sign-in/code" | "/two-factor", asked: unknown): string {
  const page = ownPage(asked);
  // The overview is the default destination and needs no parameter.
  return page === null || page === "/" ? step : `${step}?next=${encodeURIComponent(page)}`;
}
