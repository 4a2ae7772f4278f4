import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ExactTime } from "#components/time/time.tsx";
import type { FieldChange } from "#core/audit/audit-difference.ts";
import { auditAmount, isAuditValue } from "#core/audit/audit-field.ts";
import { bodyDirection } from "#core/template/body-direction.ts";
import { textChanges } from "#core/template/text-changes.ts";

type Side = "before" | "after";

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** From this many characters on, the changed words of a text are marked. */
const LONG = 24;

/** A value before or after. The side is shown by colour and also by position or an arrow. */
export function ChangeValue({
  change,
  side,
  short = false,
}: {
  change: FieldChange;
  side: Side;
  /** On one line, cut off at its end if it is longer. */
  short?: boolean;
}) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const { field, [side]: value } = change;
  if (value === undefined || value === "" || value === "null")
    return <span className="text-muted">{t("none")}</span>;
  if (value === "true" || value === "false") return <span>{t(value === "true" ? "on" : "off")}</span>;
  const amount = auditAmount(field, value);
  const Tag = side === "before" ? "del" : "ins";
  return (
    <Tag
      className={`no-underline ${short ? "min-w-0 truncate" : "wrap-anywhere whitespace-pre-wrap"} ${side === "before" ? "text-danger" : "text-delivered"}`}
    >
      {ISO_TIME.test(value) ? (
        <ExactTime at={value} />
      ) : amount !== null ? (
        format.number(amount)
      ) : isAuditValue(field, value) ? (
        t(`values.${value}`)
      ) : (
        <bdi dir={bodyDirection(value)} className={short ? "block truncate" : undefined}>
          {marked(change, side)}
        </bdi>
      )}
    </Tag>
  );
}

/** A longer text in which the words that the other side lacks are marked. */
function marked({ before = "", after = "", ...change }: FieldChange, side: Side): ReactNode {
  const text = side === "before" ? before : after;
  if (!change.field || before.length < LONG || after.length < LONG) return text;
  // The position identifies a piece: equal words may occur twice.
  let at = 0;
  return textChanges(before, after)
    .map((piece) => ({ ...piece, at: at++ }))
    .filter(({ change: kind }) => kind !== (side === "before" ? "added" : "removed"))
    .map(({ at: key, text: piece, change: kind }) =>
      kind === "same" ? (
        <span key={key} className="text-foreground">
          {piece}
        </span>
      ) : (
        <mark
          key={key}
          className={`rounded px-0.5 text-foreground ${side === "before" ? "bg-danger-soft" : "bg-accent-soft"}`}
        >
          {piece}
        </mark>
      ),
    );
}
