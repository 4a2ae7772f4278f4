import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isTwoFactorRequired } from "#core/access/access.ts";
import { isMember, isStaff, type UserActor } from "#core/access/actor.ts";
import { operatorsPage, stepAddress, turnedAwayTo } from "#core/access/asked-page.ts";
import { log } from "#runtime/log.ts";
import type { Viewer } from "#services/access/session.ts";
import { noteRefusedAccess } from "#services/audit/refused-access.ts";
import { twoFactorDemands } from "#services/gateway/settings.ts";
import { askedPage, askedPath, clientAddress } from "./asked.ts";
import { currentOnlooker, currentViewer } from "./session.ts";

/** For pages and actions: redirects to the sign-in page unless somebody is signed in. */
export async function requireViewer(): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(stepAddress("/sign-in", await askedPage()));
}

/** Whether the gateway or the user's account requires two-factor authentication, and the user has not set it up yet. */
export async function mustEnrol({ actor, twoFactor, twoFactorByAccount }: Viewer): Promise<boolean> {
  return (
    !twoFactor && isTwoFactorRequired(actor, { ...(await twoFactorDemands()), byAccount: twoFactorByAccount })
  );
}

/** The actor in the requested part of the dashboard; on the developer's side this may be a viewing admin. */
export async function whoActs(): Promise<UserActor | null> {
  const viewer = await currentViewer();
  const onAdminsSide = (await askedPath()).startsWith("/admin");
  return (!onAdminsSide && (await currentOnlooker())?.actor) || (viewer?.actor ?? null);
}

/**
 * Requires a member of an account's team, or one of the operator's people who views an account. The operator's others
 * are redirected to their own pages. What each role may do is decided by the services.
 */
export async function requireDeveloper() {
  const viewer = await requireViewer();
  const { actor } = viewer;
  const seen = isMember(actor) ? { actor, accountName: viewer.accountName } : await currentOnlooker();
  if (!seen) redirect(operatorsPage(await askedPage()));
  if (await mustEnrol(viewer)) redirect(stepAddress("/two-factor", await askedPage()));
  return { ...viewer, actor: seen.actor, accountId: seen.actor.accountId, accountName: seen.accountName };
}

/**
 * Requires one of the operator's people: what an admin may change and support only see is decided by the services. A
 * developer's attempt is recorded, and they are redirected to their own pages, which say why.
 */
export async function requireAdmin() {
  if (!(await currentViewer())) await noteStranger();
  const viewer = await requireViewer();
  const { actor } = viewer;
  if (!isStaff(actor)) {
    await noteAttempt(actor);
    redirect(turnedAwayTo("/", "operators"));
  }
  if (await mustEnrol(viewer)) redirect(stepAddress("/two-factor", await askedPage()));
  return { ...viewer, actor };
}

/** For route handlers, which cannot redirect to a page. @returns the actor, or the status of the refusal. */
export async function admit(side: "developer" | "admin"): Promise<UserActor | 401 | 403> {
  const viewer = await currentViewer();
  if (!viewer) {
    if (side === "admin") await noteStranger();
    return 401;
  }
  const { actor } = viewer;
  if (await mustEnrol(viewer)) return 403;
  if (side === "admin" ? isStaff(actor) : isMember(actor)) return actor;
  if (side === "developer") return (await currentOnlooker())?.actor ?? 403;
  await noteAttempt(actor);
  return 403;
}

/** Once per request, although layout and page both check. */
const noteAttempt = cache(async (actor: UserActor) => noteRefusedAccess(actor, await askedPath()));

/**
 * An attempt without a session cannot be attributed and can be repeated at will: it is only logged, since logs are
 * rotated, and not stored in the database.
 */
const noteStranger = cache(async () => {
  log().info({ address: await clientAddress() }, "what is an admin's was asked for without a session");
});
