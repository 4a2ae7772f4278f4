import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import { isAuditField } from "#core/audit/audit-field.ts";

/** What a field is called. One that lies deeper is named with what it lies in; one without words, as it is kept. */
export function FieldName({ of: field }: { of: string }) {
  const t = useTranslations("audit");
  const names = field.split(".");
  if (!names.every(isAuditField)) return <Ltr mono>{field}</Ltr>;
  return <span>{names.map((name) => t(`fields.${name}`)).join(" · ")}</span>;
}
