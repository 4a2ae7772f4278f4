"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { useTranslations } from "next-intl";
import { useProblem } from "#components/form/field-problems.ts";
import { readPageRefusal } from "#core/access/page-refusal.ts";

/** The result of a server action: its value, or codes for which the page has texts. */
export type Outcome<T = unknown> =
  | { ok: true; value: T }
  | {
      ok: false;
      code: string;
      values?: Record<string, string | number>;
      fields: Record<string, string[]>;
    };

type Failure = Extract<Outcome, { ok: false }>;

/** The codes that any action can return. */
const common = {
  signed_out: "signedOut",
  unavailable: "unavailable",
  read_only: "readOnly",
  not_allowed: "notAllowed",
  busy: "busy",
  newer_version: "newerVersion",
  unanswered: "unanswered",
  too_large: "tooLarge",
  stopping: "restarting",
} as const;

/** Those that say when to try again. */
const timed = { too_many_guesses: "tooManyGuesses", too_many_invitations: "tooManyInvitations" } as const;

/** The text for an action that was refused or failed; `own` are the page's texts for the codes it expects. */
export function useFailure() {
  const t = useTranslations("common.errors");
  const problemOf = useProblem();
  const sentence = ({ code, values }: Failure) => {
    if (code in timed) return t(timed[code as keyof typeof timed], { minutes: Number(values?.minutes) });
    if (code === "wrong_host") {
      return t("wrongHost", { expected: String(values?.expected), here: String(values?.here) });
    }
    return t(code in common ? common[code as keyof typeof common] : "internal");
  };
  return (outcome: Failure, own: Record<string, string> = {}): string =>
    own[outcome.code] ?? problemOf(Object.values(outcome.fields)[0]) ?? sentence(outcome);
}

/** The result of an action, even if it never ran: nothing is thrown. */
export async function attempt<T>(action: Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await action;
  } catch (error) {
    return failureOf(error);
  }
}

/** Why the call of an action was rejected. Next has an error class for some causes, and only messages for others. */
export function failureOf(error: unknown): Failure {
  const failure = (code: string, values = {}): Failure => ({ ok: false, code, values, fields: {} });
  if (leadsElsewhere(error)) return failure("signed_out");
  // The page is from another build than the server, which does not know the action.
  if (unstable_isUnrecognizedActionError(error)) return failure("newer_version");
  if (error instanceof Error) {
    const refusal = readPageRefusal(error.message);
    if (refusal) {
      return failure(refusal.code, { expected: refusal.expected, here: window.location.origin });
    }
    // The server threw it and logged it under this number.
    if ("digest" in error) return failure("internal");
  }
  // No connection, or a response that is not ours, such as a proxy's 502.
  return failure("unanswered");
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
