import { useTranslations } from "next-intl";
import { ExactTime } from "#components/time/time.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Status } from "#components/ui/status.tsx";
import { TextChanges } from "./text-changes.tsx";

export interface VersionEntry {
  id: number;
  number: number;
  status: "draft" | "pending" | "approved" | "rejected" | "revoked";
  english: string | null;
  arabic: string | null;
  reason: string | null;
  savedAt: string;
  submittedAt: string | null;
  decidedAt: string | null;
}

/** The version that was approved when this one was written. */
function approvedBefore(versions: VersionEntry[], { number }: VersionEntry): VersionEntry | undefined {
  return versions.find(
    (each) => each.number < number && (each.status === "approved" || each.status === "revoked"),
  );
}

function Texts({ version, against }: { version: VersionEntry; against: VersionEntry | undefined }) {
  const t = useTranslations("templates");
  const texts = (
    [
      ["ar", version.arabic, against?.arabic],
      ["en", version.english, against?.english],
    ] as const
  ).filter(([, text, before]) => text || before);
  return (
    <>
      {against && <p className="text-[13px] text-muted">{t("changedSince", { number: against.number })}</p>}
      {texts.map(([language, text, before]) =>
        against ? (
          <TextChanges key={language} language={language} before={before ?? ""} after={text ?? ""} />
        ) : (
          <p
            key={language}
            lang={language}
            dir={language === "ar" ? "rtl" : "ltr"}
            className="wrap-anywhere whitespace-pre-wrap"
          >
            {text}
          </p>
        ),
      )}
    </>
  );
}

/** Every version with its decision and its changes, newest first. */
export function VersionHistory({ versions }: { versions: VersionEntry[] }) {
  const t = useTranslations("templates");
  return (
    <Panel title={t("history")} flush>
      <ol className="divide-y divide-separator">
        {versions.map((version) => (
          <li key={version.id} className="grid grid-cols-1 gap-2 px-4 py-3 sm:grid-cols-[12rem_1fr]">
            <div>
              <p className="tabular font-medium">{t("version", { number: version.number })}</p>
              <Status of={version.status === "pending" ? "waiting" : version.status} />
              <p className="mt-1 text-[13px] text-muted">
                {t(version.decidedAt ? "decidedAt" : version.submittedAt ? "submittedAt" : "savedAt")}{" "}
                <ExactTime at={version.decidedAt ?? version.submittedAt ?? version.savedAt} />
              </p>
            </div>
            <div className="min-w-0 space-y-1.5">
              <Texts version={version} against={approvedBefore(versions, version)} />
              {version.reason && (
                <p className="text-[13px] text-danger">
                  {t(version.status === "revoked" ? "revokedNote" : "rejectedNote", {
                    reason: version.reason,
                  })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
