import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import type { FieldChange } from "#core/audit/audit-difference.ts";
import { ChangeValue } from "./change-value.tsx";
import { FieldName } from "./field-name.tsx";

/** Before and after, field by field. */
export function Difference({ changes }: { changes: FieldChange[] }) {
  const t = useTranslations("audit");
  // A created record has no values before, and a deleted one none after.
  const sides = (["before", "after"] as const).filter((side) =>
    changes.some((change) => change[side] !== undefined),
  );
  return (
    <Panel title={t("difference")} flush>
      {changes.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t("noValues")}</p>
      ) : (
        <RecordTable label={t("difference")} columns={[t("field"), ...sides.map((side) => t(side))]}>
          {changes.map((change) => (
            <RecordRow key={change.field}>
              <RecordCell className="text-muted @2xl:w-56">
                <FieldName of={change.field} />
              </RecordCell>
              {sides.map((side) => (
                <RecordCell key={side} label={t(side)} className="@2xl:w-2/5">
                  <ChangeValue change={change} side={side} />
                </RecordCell>
              ))}
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Panel>
  );
}
