import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { FieldChange } from "#core/audit/audit-difference.ts";
import { ChangeValue } from "./change-value.tsx";
import { FieldName } from "./field-name.tsx";

const SHOWN = 2;

/** The first fields of a change, below what was done. They take the room that there is, and claim none. */
export function ChangeSummary({ changes }: { changes: FieldChange[] }) {
  const t = useTranslations("audit");
  if (changes.length === 0) return null;
  const hidden = changes.length - SHOWN;
  return (
    <span className="grid grid-cols-[minmax(0,1fr)] font-normal">
      <span className="flex min-w-0 flex-wrap gap-x-3">
        {changes.slice(0, SHOWN).map((change) => (
          // Each value is cut off at its own end: one of the other direction would lose its beginning at the line's.
          <span key={change.field} className="flex max-w-full min-w-0 items-baseline gap-1">
            <span className="shrink-0 text-muted">
              <FieldName of={change.field} />
            </span>
            {change.before !== undefined && <ChangeValue change={change} side="before" short />}
            {change.before !== undefined && change.after !== undefined && (
              <ArrowRight className="mirrored size-3 shrink-0 self-center text-muted" aria-hidden="true" />
            )}
            {change.after !== undefined && <ChangeValue change={change} side="after" short />}
          </span>
        ))}
        {hidden > 0 && <span className="text-muted">{t("more", { count: hidden })}</span>}
      </span>
    </span>
  );
}
