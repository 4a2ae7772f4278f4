import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { type AccountName, namesOf } from "#core/customer/account-name.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { type ReviewCheck, reviewChecks } from "#core/template/review.ts";
import {
  findVersion,
  findWaiting,
  languageOfDevelopers,
  lastRejection,
  otherNames,
  otherTexts,
  selectQueue,
} from "#db/queries/templates/reviews.ts";
import { countWaiting } from "#db/queries/templates/template-versions.ts";
import { database } from "#runtime/database/pools.ts";

/** More than anybody reviews in one sitting; the count shown beside them is exact. */
const QUEUE_SHOWN = 100;
/** The number of texts compared. It takes a few milliseconds, and a copy is likely to be of one of the newest texts. */
const COMPARED = 2_000;
const NAMES = 10_000;

export interface QueueEntry {
  templateId: number;
  versionId: number;
  name: string;
  accountId: number;
  accountName: AccountName;
  submittedAt: Date;
}

/** The templates that await a review, oldest first. */
export async function reviewQueue(actor: Actor): Promise<{ entries: QueueEntry[]; count: number }> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const [rows, { count }] = await Promise.all([
    selectQueue(database(), QUEUE_SHOWN),
    countWaiting(database()),
  ]);
  return { entries: rows.map((row) => ({ ...row, submittedAt: row.submittedAt! })), count };
}

/** How many templates await a review, and since when the oldest does. */
export async function waitingTemplates(actor: Actor): Promise<{ count: number; since: Date | null }> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return countWaiting(database());
}

export interface ReviewedVersion {
  number: number;
  english: string | null;
  arabic: string | null;
}

export interface Review {
  templateId: number;
  versionId: number;
  name: string;
  account: AccountName & { id: number; status: "active" | "suspended" };
  version: ReviewedVersion;
  submittedAt: Date;
  /** The version that is used for sending meanwhile. */
  serving: ReviewedVersion | null;
  /** Why an earlier version was rejected, so that the reviewer can see whether it was corrected. */
  rejection: { number: number; reason: string } | null;
  checks: ReviewCheck[];
  /** The language in which the developer will read the reason of a rejection, as far as it is known. */
  readersLanguage: "en" | "ar";
}

/** Everything needed to review a template's waiting version. @throws `template_not_pending` if none is waiting. */
export async function reviewTemplate(actor: Actor, input: unknown): Promise<Review> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const { id } = checked(byId, input);
  const db = database();
  const found = await findWaiting(db, id);
  if (!found) throw new Refused("template_not_pending", { id });
  const { template, version, account } = found;
  const [serving, rejection, texts, names, language] = await Promise.all([
    template.servingVersionId === null ? undefined : findVersion(db, id, template.servingVersionId),
    lastRejection(db, id),
    otherTexts(db, account.id, COMPARED),
    otherNames(db, account.id, NAMES),
    languageOfDevelopers(db, account.id),
  ]);
  return {
    templateId: id,
    versionId: version.id,
    name: template.name,
    account,
    version: shown(version),
    submittedAt: version.submittedAt!,
    serving: serving ? shown(serving.version) : null,
    rejection: rejection ? { number: rejection.number, reason: rejection.reason! } : null,
    checks: reviewChecks(version, { brands: namesOf(account), otherNames: names, otherTexts: texts }),
    readersLanguage: language === "en" ? "en" : "ar",
  };
}

const shown = ({ number, english, arabic }: ReviewedVersion): ReviewedVersion => ({
  number,
  english,
  arabic,
});
