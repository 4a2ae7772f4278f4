"use client";

import { useTranslations } from "next-intl";
import { ExactTime } from "#components/time/time.tsx";
import type { Outcome } from "#components/ui/outcome.ts";
import { type Basis, textsOf } from "#core/input/edited.ts";

/** Who changed, meanwhile, what somebody edits. */
export interface MeanwhileChange {
  /** Empty where it is not theirs to know. */
  by: string;
  /** ISO; empty where it is no longer known. */
  at: string;
  /** Names the change to the service, for who overwrites it. */
  over: number;
}

/** @returns undefined where an edit succeeded, or was refused for another reason. */
export function meanwhileOf(outcome: Outcome | undefined): MeanwhileChange | undefined {
  if (!outcome || outcome.ok || outcome.code !== "changed_meanwhile") return undefined;
  const { by = "", at = "", over = 0 } = outcome.values ?? {};
  return { by: String(by), at: String(at), over: Number(over) };
}

/** What an edit is sent along with: the values it began with, or the change that its author means to overwrite. */
export function basisOf(form: FormData, was: object): NonNullable<Basis> {
  const over = form.get(OVER);
  return over ? { over: Number(over) } : { was: textsOf({ ...was }) };
}

const OVER = "over-meanwhile";

/** Whether this submission comes from the button that overwrites. */
export function isOverwriting(form: HTMLFormElement): boolean {
  return Boolean(new FormData(form).get(OVER));
}

/**
 * Stands in a form whose edit came too late: says who came first and when, and leaves the choice between reloading and
 * overwriting. Enter overwrites nothing.
 */
export function ChangedMeanwhile({
  change,
  onReload,
}: {
  change: MeanwhileChange | undefined;
  /** Before the page is asked for anew: what was typed is dropped. */
  onReload?: () => void;
}) {
  const t = useTranslations("common.meanwhile");
  if (!change) return null;
  const overwrite = (form: HTMLFormElement) => {
    const field = form.elements.namedItem(OVER) as HTMLInputElement;
    field.value = String(change.over);
    form.requestSubmit();
    // For this time only: who submits again has another change to be told of.
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
          className={button}
          onClick={({ currentTarget }) => overwrite(currentTarget.form!)}
        >
          {t("overwrite")}
        </button>
      </p>
      <input type="hidden" name={OVER} defaultValue="" />
    </div>
  );
}
