"use client";

import { unstable_rethrow } from "next/navigation";
import { useTranslations } from "next-intl";
import { useProblem } from "#components/form/field-problems.ts";

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
const common: Record<string, "unavailable" | "signedOut" | "readOnly" | "notAllowed" | "busy"> = {
  signed_out: "signedOut",
  unavailable: "unavailable",
  read_only: "readOnly",
  not_allowed: "notAllowed",
  busy: "busy",
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

/** What an action comes to where the server cannot be reached at all, or sends whoever is signed out to sign in. */
export async function attempt<T>(action: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await action;
  } catch (error) {
    return { ok: false, code: leadsElsewhere(error) ? "signed_out" : "unavailable", fields: {} };
  }
}

/** An error by which Next redirects. */
function leadsElsewhere(error: unknown): boolean {
  try {
    unstable_rethrow(error);
    return false;
  } catch {
    return true;
  }
}
