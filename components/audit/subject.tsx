import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import type { AuditView } from "./audit-view.ts";

/** The groups of settings, which are identified by name. */
const groups = ["brand", "logo", "contact", "countries", "retention", "timeZone", "security"] as const;
type Group = (typeof groups)[number];

/** What was changed: its kind and id, or its name if it is the only one of its kind. */
export function Subject({ noun, subjectId }: Pick<AuditView, "noun" | "subjectId">) {
  const t = useTranslations("audit");
  if (noun === "settings" && groups.includes(subjectId as Group))
    return t("settingsOf", { group: t(`groups.${subjectId as Group}`) });
  if (noun === "retention") return t(`nouns.${noun}`);
  return (
    <>
      {t(`nouns.${noun}`)} <Ltr mono>{subjectId}</Ltr>
    </>
  );
}
