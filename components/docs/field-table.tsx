import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { sendFields } from "#core/drf/send-request.ts";
import { c } from "./rich.tsx";

const types = { char: "string", integer: "integer", choice: "integer" } as const;

/** The fields of a send, taken from their validation. */
export function FieldTable() {
  const t = useTranslations("docs.send");
  const names = Object.keys(sendFields) as (keyof typeof sendFields)[];
  return (
    <Panel flush>
      <RecordTable label={t("fields")} columns={[t("field"), t("type"), t("meaning")]}>
        {names.map((name) => {
          const field = sendFields[name];
          return (
            <RecordRow key={name}>
              <RecordCell className="align-top">
                {c(name)}
                <span className="ms-2 text-xs text-muted @2xl:ms-0 @2xl:mt-1 @2xl:block">
                  {t("fallback" in field ? "optional" : "required")}
                </span>
              </RecordCell>
              <RecordCell label={t("type")} className="align-top">
                {c(types[field.kind])}
              </RecordCell>
              <RecordCell className="leading-6 @2xl:w-full">
                {t.rich(`about.${name}`, { c, max: sendFields.code.maxLength })}
              </RecordCell>
            </RecordRow>
          );
        })}
      </RecordTable>
    </Panel>
  );
}
