import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "#core/access/actor.ts";
import { stepAddress } from "#core/access/asked-page.ts";
import { log } from "#runtime/log.ts";
import type { Viewer } from "#services/access/session.ts";
import { noteRefusedAccess } from "#services/audit/refused-access.ts";
import { twoFactorRequiredOfAdmins } from "#services/gateway/settings.ts";
import { askedPage, askedPath, clientAddress } from "./asked.ts";
import { currentOnlooker, currentViewer } from "./session.ts";

/** For pages and actions: whoever is not signed in is sent to sign in. */
export async function requireViewer(): Promise<Viewer> {
  return (await currentViewer()) ?? redirect(stepAddress("/sign-in", await askedPage()));
}

/** Whether the gateway requires two-factor authentication of the user, who has yet to set it up. */
export async function mustEnrol({ actor, twoFactor }: Viewer): Promise<boolean> {
  return actor.role === "admin" && !twoFactor && (await twoFactorRequiredOfAdmins());
}

/** Whoever acts in the part of the dashboard that was asked for: an onlooker on the developer's side. */
export async function whoActs(): Promise<UserActor | null> {
  const viewer = await currentViewer();
  const onAdminsSide = (await askedPath()).startsWith("/admin");
  return (!onAdminsSide && (await currentOnlooker())?.actor) || (viewer?.actor ?? null);
}

/** A developer, whose account the page is about, or an admin who looks at it. Else an admin is sent to their own pages. */
export async function requireDeveloper() {
  const viewer = await requireViewer();
  const { actor } = viewer;
  if (actor.role === "developer") return { ...viewer, actor, accountId: actor.accountId };
  const seen = await currentOnlooker();
  if (!seen) redirect("/admin");
  if (await mustEnrol(viewer)) redirect(stepAddress("/two-factor", await askedPage()));
  return { ...viewer, actor: seen.actor, accountId: seen.actor.accountId, accountName: seen.accountName };
}

/** An admin. A developer who asks for what is the admin's leaves a trace, and is sent to their own pages. */
export async function requireAdmin() {
  if (!(await currentViewer())) await noteStranger();
  const viewer = await requireViewer();
  const { actor } = viewer;
  if (actor.role !== "admin") {
    await noteAttempt(actor);
    redirect("/");
  }
  if (await mustEnrol(viewer)) redirect(stepAddress("/two-factor", await askedPage()));
  return { ...viewer, actor };
}

/** For route handlers, which have no page to send anybody to. @returns the status for whoever is not let in. */
export async function admit(side: "developer" | "admin"): Promise<UserActor | 401 | 403> {
  const viewer = await currentViewer();
  if (!viewer) {
    if (side === "admin") await noteStranger();
    return 401;
  }
  const { actor } = viewer;
  if (await mustEnrol(viewer)) return 403;
  if (actor.role === side) return actor;
  if (side === "developer") return (await currentOnlooker())?.actor ?? 403;
  await noteAttempt(actor);
  return 403;
}

/** Once a request: layout and page ask both. */
const noteAttempt = cache(async (actor: UserActor) => noteRefusedAccess(actor, await askedPath()));

/**
 * Whoever has no session is nobody, and anybody can be that as often as they like: a line in the log, which is
 * rotated, and nothing in the database.
 */
const noteStranger = cache(async () => {
  log().info({ address: await clientAddress() }, "what is an admin's was asked for without a session");
});
