import { canReviewTemplates, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { approval, rejection, revocation, undo } from "#core/template/template-input.ts";
import { UNDO_SECONDS } from "#core/template/undo.ts";
import { carryApprovals } from "#db/queries/routing/approvals.ts";
import { lockRouting } from "#db/queries/routing/lock.ts";
import { findVersion } from "#db/queries/templates/reviews.ts";
import {
  countMessagesOf,
  type Decision,
  decideVersion,
  noteReplaced,
  revokeVersion,
  undecideVersion,
  type VersionRow,
} from "#db/queries/templates/template-versions.ts";
import { serveVersion } from "#db/queries/templates/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { changeVersion } from "./template-change.ts";
import { takeBackDecision, tellDecision, tellRevocation } from "./template-notices.ts";
import type { Template } from "./template-view.ts";

/** Beyond the time that people see: for the way of the request. */
const UNDO_GRACE_SECONDS = 2;

/**
 * From the next request on this version is sent. Of two concurrent reviewers one succeeds; the other gets
 * `template_not_pending`.
 */
export async function approveTemplate(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, versionId } = checked(approval, input);
  return changeVersion(actor, id, "template.approve", async (tx, template) => {
    const { servingVersionId } = template;
    const version = await decide(tx, actor, { id, versionId }, { status: "approved" });
    if (servingVersionId !== null) {
      await noteReplaced(tx, version.id, servingVersionId);
      await lockRouting(tx);
      await carryApprovals(tx, servingVersionId, version.id);
    }
    await serveVersion(tx, id, scopeOf(actor), version.id);
    await tellDecision(tx, actor, template, version);
    return { before: { version: version.number, status: "pending" }, version };
  });
}

/** The developer reads the reason. The version in use stays in use. */
export async function rejectTemplate(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, versionId, reason } = checked(rejection, input);
  return changeVersion(actor, id, "template.reject", async (tx, template) => {
    const version = await decide(tx, actor, { id, versionId }, { status: "rejected", reason });
    await tellDecision(tx, actor, template, version);
    return { before: { version: version.number, status: "pending" }, version };
  });
}

/**
 * Takes back a decision that the same reviewer made within the last ten seconds: the version waits again, and what was
 * in use before it is in use again, from the next request on. What was sent with it meanwhile stays as it is; the audit
 * entry says how many messages that were.
 */
export async function undoDecision(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, versionId } = checked(undo, input);
  return changeVersion(actor, id, "template.undo_decision", async (tx, template) => {
    const reviewer = actor.kind === "user" ? actor.id : null;
    const seconds = UNDO_SECONDS + UNDO_GRACE_SECONDS;
    const undone = await undecideVersion(tx, { template, versionId, reviewer, seconds });
    if (!undone) throw new Refused("template_undo_too_late", { id, seconds: UNDO_SECONDS });
    const { before, after } = undone;
    if (before.status === "approved") await serveVersion(tx, id, scopeOf(actor), before.replacedVersionId);
    const { accountId } = template;
    const sent =
      before.status === "approved"
        ? await countMessagesOf(tx, { accountId, versionId, since: before.decidedAt! })
        : 0;
    await takeBackDecision(tx, actor, template);
    return {
      before: { version: before.number, status: before.status, reason: before.reason },
      version: after,
      ...(sent > 0 && { more: { messages: sent } }),
    };
  });
}

/**
 * Takes the approved version out of use for good, from the next request on; the developer reads the reason. No earlier
 * version comes into use again, and one that waits for a decision keeps waiting.
 */
export async function revokeTemplate(actor: Actor, input: unknown): Promise<Template> {
  if (!canReviewTemplates(actor)) throw new Refused("not_allowed");
  const { id, versionId, reason } = checked(revocation, input);
  return changeVersion(actor, id, "template.revoke", async (tx, template) => {
    const { servingVersionId } = template;
    if (servingVersionId === null) throw new Refused("template_not_approved", { id });
    if (versionId !== undefined && versionId !== servingVersionId) throw new Refused("changed_meanwhile");
    const version = await revokeVersion(tx, servingVersionId, reason);
    await serveVersion(tx, id, scopeOf(actor), null);
    await tellRevocation(tx, actor, template, version);
    return { before: { version: version.number, status: "approved" }, version };
  });
}

async function decide(
  tx: Executor,
  actor: Actor,
  { id, versionId }: { id: number; versionId?: number | undefined },
  decision: Decision,
): Promise<VersionRow> {
  const reviewer = actor.kind === "user" ? actor.id : null;
  const version = await decideVersion(tx, id, decision, reviewer, versionId);
  if (version) return version;
  // Tells the later of two reviewers what the earlier one decided.
  const found = versionId === undefined ? undefined : await findVersion(tx, id, versionId);
  throw new Refused("template_not_pending", {
    id,
    ...(found && { status: found.version.status, by: found.decidedBy ?? "" }),
  });
}
