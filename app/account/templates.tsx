import { getTimeZone } from "next-intl/server";
import type { ReactNode } from "react";
import { daysPeriod } from "#components/chart/day-period.ts";
import type { TemplateListItem } from "#components/templates/template-list.tsx";
import { TemplateList } from "#components/templates/template-list.tsx";
import type { VersionEntry } from "#components/templates/version-history.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { templateListParams } from "#core/template/template-list.ts";
import { Words } from "#i18n/pick.tsx";
import { templateUsage } from "#services/figures/template-usage.ts";
import { searchTemplates } from "#services/templates/search.ts";
import type { Template, TemplateVersion } from "#services/templates/template-view.ts";

const DAY_MS = 86_400_000;

/** A template's state as pages show it. */
export function shownStatus({ status, archivedAt }: Template): TemplateListItem["status"] {
  if (archivedAt) return "archived";
  return status === "pending" ? "waiting" : status;
}

/** A template as both sides' lists show it: its newest text, in the language in which it is written first. */
function listItem(template: Template, recent: TemplateListItem["recent"]): TemplateListItem {
  const { id, name, archivedAt, newest, serving } = template;
  return {
    id,
    name,
    status: shownStatus(template),
    reason: archivedAt ? null : newest.reason,
    servesMeanwhile: !archivedAt && serving !== null && serving.id !== newest.id,
    languages: [
      ...(newest.arabic === null ? [] : ["ar" as const]),
      ...(newest.english === null ? [] : ["en" as const]),
    ],
    texts: { ar: newest.arabic, en: newest.english },
    recent,
    changedAt: (newest.decidedAt ?? newest.submittedAt ?? newest.savedAt).toISOString(),
  };
}

/** An account's templates, as its developers and the operator see them, under the address of their list. */
export async function AccountTemplates({
  actor,
  accountId,
  path,
  log,
  params,
  empty,
}: {
  actor: UserActor;
  accountId: number;
  path: string;
  /** The address of the account's send log. */
  log: string;
  params: SearchParams;
  empty: ReactNode;
}) {
  const { size, ...wanted } = readParams(templateListParams, params);
  const { rows, count, before, after } = await searchTemplates(actor, { ...wanted, size, accountId });
  const usage = await templateUsage(actor, { accountId, ids: rows.map(({ id }) => id) });
  const today = new Date();
  const period = daysPeriod(new Date(today.getTime() - 6 * DAY_MS), today, await getTimeZone());
  return (
    <Words of={["templates", "table"]}>
      <TemplateList
        items={rows.map((template) =>
          listItem(template, {
            count: usage.get(template.id) ?? 0,
            href: `${log}?template=${template.id}&period=${period}`,
          }),
        )}
        path={path}
        size={size}
        pages={{ before, after }}
        count={count}
        empty={empty}
      />
    </Words>
  );
}

export function versionEntry(version: TemplateVersion): VersionEntry {
  return {
    ...version,
    savedAt: version.savedAt.toISOString(),
    submittedAt: version.submittedAt?.toISOString() ?? null,
    decidedAt: version.decidedAt?.toISOString() ?? null,
  };
}
