import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import { isAuditField } from "#core/audit/audit-field.ts";

/** A field's label. A nested field is named with its parent; one without a label, by its key. */
export function FieldName({ of: field }: { of: string }) {
  const t = useTranslations("audit");
  const names = field.split(".");
  if (!names.every(isAuditField)) return <Ltr mono>{field}</Ltr>;
  return <span>{names.map((name) => t(`fields.${name}`)).join(" · ")}</span>;
}
