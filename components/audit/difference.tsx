import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import type { FieldChange } from "#core/audit-difference.ts";
import { ChangeValue } from "./change-value.tsx";
import { FieldName } from "./field-name.tsx";

/** Before and after, field by field. */
export function Difference({ changes }: { changes: FieldChange[] }) {
  const t = useTranslations("audit");
  return (
    <Panel title={t("difference")} flush>
      {changes.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t("noValues")}</p>
      ) : (
        <RecordTable label={t("difference")} columns={[t("field"), t("before"), t("after")]}>
          {changes.map((change) => (
            <RecordRow key={change.field}>
              <RecordCell className="text-muted md:w-56">
                <FieldName of={change.field} />
              </RecordCell>
              <RecordCell label={t("before")} className="md:w-2/5">
                <ChangeValue change={change} side="before" />
              </RecordCell>
              <RecordCell label={t("after")}>
                <ChangeValue change={change} side="after" />
              </RecordCell>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}
