import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ExactTime } from "#components/time/time.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";

/** Whom the operator talks to, and what they noted. */
export function FilePanel({
  contactName,
  contactEmail,
  contactPhone,
  notes,
  createdAt,
}: {
  contactName: string | null;
  contactEmail: string | null;
  contactPhone: string | null;
  notes: string | null;
  /** ISO. */
  createdAt: string;
}) {
  const t = useTranslations("accounts");
  return (
    <Panel title={t("file")}>
      <dl className="flex flex-col gap-3 text-[13px]">
        <Fact name={t("contactName")}>{contactName && <bdi>{contactName}</bdi>}</Fact>
        <Fact name={t("contactEmail")}>
          {contactEmail && (
            <a href={`mailto:${contactEmail}`} className="text-link hover:underline">
              <Ltr className="break-all">{contactEmail}</Ltr>
            </a>
          )}
        </Fact>
        <Fact name={t("contactPhone")}>
          {contactPhone && (
            <a href={`tel:${contactPhone.replace(/[^\d+]/g, "")}`} className="text-link hover:underline">
              <Ltr>{contactPhone}</Ltr>
            </a>
          )}
        </Fact>
        <Fact name={t("createdAt")}>
          <ExactTime at={createdAt} to="day" />
        </Fact>
        <Fact name={t("notes")}>
          {notes && (
            <span dir="auto" className="block wrap-anywhere whitespace-pre-wrap">
              {notes}
            </span>
          )}
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted">{name}</dt>
      <dd>{children || "–"}</dd>
    </div>
  );
}
