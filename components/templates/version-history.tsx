import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { Status } from "#components/ui/status.tsx";
import { ExactTime } from "#components/ui/time.tsx";

export interface VersionEntry {
  id: number;
  number: number;
  status: "draft" | "pending" | "approved" | "rejected";
  english: string | null;
  arabic: string | null;
  reason: string | null;
  createdAt: string;
  submittedAt: string | null;
  decidedAt: string | null;
}

/** Every version with its decision, newest first. */
export function VersionHistory({ versions }: { versions: VersionEntry[] }) {
  const t = useTranslations("templates");
  return (
    <Panel title={t("history")} flush>
      <ol className="divide-y divide-separator">
        {versions.map((version) => (
          <li key={version.id} className="grid gap-2 px-4 py-3 sm:grid-cols-[12rem_1fr]">
            <div>
              <p className="tabular font-medium">{t("version", { number: version.number })}</p>
              <Status of={version.status === "pending" ? "waiting" : version.status} />
              <p className="mt-1 text-[13px] text-muted">
                {t(version.decidedAt ? "decidedAt" : version.submittedAt ? "submittedAt" : "created")}{" "}
                <ExactTime at={version.decidedAt ?? version.submittedAt ?? version.createdAt} />
              </p>
            </div>
            <div className="min-w-0 space-y-1.5">
              {version.arabic && (
                <p lang="ar" dir="rtl" className="wrap-anywhere whitespace-pre-wrap">
                  {version.arabic}
                </p>
              )}
              {version.english && (
                <p lang="en" dir="ltr" className="wrap-anywhere whitespace-pre-wrap">
                  {version.english}
                </p>
              )}
              {version.reason && (
                <p className="text-[13px] text-danger">{t("rejectedNote", { reason: version.reason })}</p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
