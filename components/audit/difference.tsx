import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import type { FieldChange } from "#core/audit-difference.ts";
import { ChangeValue } from "./change-value.tsx";

/** Before and after, field by field. */
export function Difference({ changes }: { changes: FieldChange[] }) {
  const t = useTranslations("audit");
  return (
    <Panel title={t("difference")} flush>
      {changes.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t("noValues")}</p>
      ) : (
        <RecordTable label={t("difference")} columns={[t("field"), t("before"), t("after")]}>
          {changes.map(({ field, before, after }) => (
            <RecordRow key={field}>
              <RecordCell label={t("field")}>
                <Ltr mono>{field}</Ltr>
              </RecordCell>
              <RecordCell label={t("before")}>
                <ChangeValue value={before} side="before" />
              </RecordCell>
              <RecordCell label={t("after")}>
                <ChangeValue value={after} side="after" />
              </RecordCell>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}
