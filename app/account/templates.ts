import type { TemplateListItem } from "#components/templates/template-list.tsx";
import type { VersionEntry } from "#components/templates/version-history.tsx";
import type { Template, TemplateVersion } from "#services/templates/templates.ts";

/** A template as both sides' lists show it. */
export function listItem({ id, name, status, archivedAt, newest, serving }: Template): TemplateListItem {
  return {
    id,
    name,
    status: archivedAt ? "archived" : status === "pending" ? "waiting" : status,
    reason: archivedAt ? null : newest.reason,
    servesMeanwhile: !archivedAt && serving !== null && serving.id !== newest.id,
    languages: [
      ...(newest.arabic === null ? [] : ["ar" as const]),
      ...(newest.english === null ? [] : ["en" as const]),
    ],
    changedAt: (newest.decidedAt ?? newest.submittedAt ?? newest.createdAt).toISOString(),
  };
}

export function versionEntry(version: TemplateVersion): VersionEntry {
  return {
    ...version,
    createdAt: version.createdAt.toISOString(),
    submittedAt: version.submittedAt?.toISOString() ?? null,
    decidedAt: version.decidedAt?.toISOString() ?? null,
  };
}
