"use client";

import { useTranslations } from "next-intl";
import { ExactTime } from "#components/time/time.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { type Basis, textsOf } from "#core/input/edited.ts";

/** Who has changed the edited thing in the meantime. */
export interface MeanwhileChange {
  /** Empty if this user may not know. */
  by: string;
  /** ISO; empty if unknown. */
  at: string;
  /** Identifies that change to the service when the author overwrites it. */
  over: number;
}

/** @returns undefined if the edit succeeded or was refused for another reason. */
export function meanwhileOf(outcome: Outcome | undefined): MeanwhileChange | undefined {
  if (!outcome || outcome.ok || outcome.code !== "changed_meanwhile") return undefined;
  const { by = "", at = "", over = 0 } = outcome.values ?? {};
  return { by: String(by), at: String(at), over: Number(over) };
}

/** Sent along with an edit: the values it started from, or the change that its author chose to overwrite. */
export function basisOf(form: FormData, was: object): NonNullable<Basis> {
  const over = form.get(OVERWRITTEN_CHANGE);
  return over ? { over: Number(over) } : { was: textsOf({ ...was }) };
}

const OVERWRITTEN_CHANGE = "over-meanwhile";

/** Whether this submission comes from the Overwrite button. */
export function isOverwriting(form: HTMLFormElement): boolean {
  return Boolean(new FormData(form).get(OVERWRITTEN_CHANGE));
}

/**
 * Shown in a form whose edit came too late: says who changed the thing and when, and offers to reload or to overwrite.
 * Pressing Enter never overwrites.
 */
export function ChangedMeanwhile({
  change,
  busy,
  onReload,
}: {
  change: MeanwhileChange | undefined;
  /** While a submission is under way no other one can be made. */
  busy: boolean;
  /** Before the page reloads: discards what was typed. */
  onReload?: () => void;
}) {
  const t = useTranslations("common.meanwhile");
  if (!change) return null;
  const overwrite = (form: HTMLFormElement) => {
    const field = form.elements.namedItem(OVERWRITTEN_CHANGE) as HTMLInputElement;
    field.value = String(change.over);
    form.requestSubmit();
    // Applies to this submission only: a later one may meet another change.
    field.value = "";
  };
  const button = "font-medium text-link underline underline-offset-4";
  return (
    <div role="alert" className="rounded-lg bg-surface-secondary px-3 py-2 text-[13px]">
      <p className="wrap-anywhere">
        {change.by ? t("by", { by: change.by }) : t("bySomebody")}{" "}
        {change.at ? <ExactTime at={change.at} /> : "–"}
        {". "}
        {t("kept")}
      </p>
      <p className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
        <button
          type="button"
          className={button}
          onClick={() => {
            onReload?.();
            window.location.reload();
          }}
        >
          {t("reload")}
        </button>
        <button
          type="button"
          className={`${button} aria-disabled:opacity-50`}
          // Not `disabled`, which would drop the focus.
          aria-disabled={busy}
          onClick={({ currentTarget }) => !busy && overwrite(currentTarget.form!)}
        >
          {t("overwrite")}
        </button>
      </p>
      <input type="hidden" name={OVERWRITTEN_CHANGE} defaultValue="" />
    </div>
  );
}
