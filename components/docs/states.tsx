import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { Status } from "#components/ui/status.tsx";
import { c } from "./rich.tsx";

const states = ["pending", "sent", "delivered", "failed", "unknown"] as const;

/** The states of a message, and what each means for its credit. */
export function States() {
  const t = useTranslations("docs.states");
  return (
    <Panel flush>
      <RecordTable label={t("state")} columns={[t("state"), t("meaning"), t("credit")]}>
        {states.map((state) => (
          <RecordRow key={state}>
            <RecordCell>
              <span className="flex flex-wrap items-center gap-x-2">
                {c(state)}
                <Status of={state} />
              </span>
            </RecordCell>
            <RecordCell className="leading-6">{t(`${state}.meaning`)}</RecordCell>
            <RecordCell label={t("credit")} className="whitespace-nowrap">
              {t(`${state}.credit`)}
            </RecordCell>
          </RecordRow>
        ))}
      </RecordTable>
    </Panel>
  );
}
