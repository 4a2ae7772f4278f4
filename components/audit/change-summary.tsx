import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import type { FieldChange } from "#core/audit-difference.ts";
import { ChangeValue } from "./change-value.tsx";

const SHOWN = 2;

/** The first fields of a change, in a row of the list. */
export function ChangeSummary({ changes }: { changes: FieldChange[] }) {
  const t = useTranslations("audit");
  if (changes.length === 0) return <span className="text-muted">–</span>;
  const hidden = changes.length - SHOWN;
  return (
    <span className="flex flex-col gap-0.5">
      {changes.slice(0, SHOWN).map(({ field, before, after }) => (
        <span key={field} className="line-clamp-1 max-w-96 break-all">
          <Ltr mono className="text-muted">
            {field}
          </Ltr>{" "}
          {before !== undefined && (
            <>
              <ChangeValue value={before} side="before" />{" "}
              <ArrowRight className="mirrored inline size-3 text-muted" aria-hidden="true" />{" "}
            </>
          )}
          <ChangeValue value={after} side="after" />
        </span>
      ))}
      {hidden > 0 && <span className="text-xs text-muted">{t("more", { count: hidden })}</span>}
    </span>
  );
}
