import Link from "next/link";
import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import type { AuditView } from "./audit-view.ts";
import { subjectHref } from "./subject-link.ts";

/** The groups of settings, which are identified by name. */
const groups = [
  "brand",
  "logo",
  "contact",
  "countries",
  "retention",
  "timeZone",
  "security",
  "smtp",
] as const;
type Group = (typeof groups)[number];

/** What was changed: its kind and id, or its name if it is the only one of its kind; with a link to its page. */
export function Subject(subject: Pick<AuditView, "noun" | "subjectId" | "accountId">) {
  const href = subjectHref(subject);
  if (href === null) return <SubjectName {...subject} />;
  return (
    <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
      <SubjectName {...subject} />
    </Link>
  );
}

function SubjectName({ noun, subjectId }: Pick<AuditView, "noun" | "subjectId">) {
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
