"use client";

import { useTranslations } from "next-intl";
import { useProblem } from "./field-problems.ts";

/** What a server action gives: its value, or codes that the page has the words for. */
export type Outcome<T = unknown> =
  | { ok: true; value: T }
  | {
      ok: false;
      code: string;
      values?: Record<string, string | number>;
      fields: Record<string, string[]>;
    };

/** What may come of any action. */
const common: Record<string, "unavailable" | "readOnly" | "notAllowed"> = {
  unavailable: "unavailable",
  read_only: "readOnly",
  not_allowed: "notAllowed",
};

/** The sentence for an action that was refused or failed; `own` are the page's words for the codes it expects. */
export function useFailure() {
  const t = useTranslations("common.errors");
  const problemOf = useProblem();
  return (outcome: Extract<Outcome, { ok: false }>, own: Record<string, string> = {}): string =>
    own[outcome.code] ??
    problemOf(Object.values(outcome.fields)[0]) ??
    (outcome.code === "too_many_guesses"
      ? t("tooManyGuesses", { minutes: Number(outcome.values?.minutes) })
      : t(common[outcome.code] ?? "internal"));
}

/** What an action comes to where the server cannot be reached at all. */
export async function attempt<T>(action: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await action;
  } catch {
    return { ok: false, code: "unavailable", fields: {} };
  }
}
